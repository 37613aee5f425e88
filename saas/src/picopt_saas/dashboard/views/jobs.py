"""Jobs and what became of each picture. No text is shown here: looking must not cost anything."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from picopt_saas.dashboard.access import AccountRequest, for_account
from picopt_saas.jobs.delivery.texts import summarise
from picopt_saas.jobs.models import Job


@for_account
def job_list(request: AccountRequest) -> HttpResponse:
    """All jobs, newest first."""
    jobs = Job.objects.filter(account=request.account).order_by("-created_at", "-id")
    page = Paginator(jobs, 25).get_page(request.GET.get("page"))
    return render(request, "dashboard/jobs.html", {"page": page, "jobs": summarise(list(page))})


@for_account
def job_detail(request: AccountRequest, job_id: str) -> HttpResponse:
    """One job with its pictures, their states, reasons and charges."""
    job = get_object_or_404(Job, pk=job_id, account=request.account)
    items = job.items.prefetch_related("charges", "files").order_by("position")
    (summary,) = summarise([job])
    template = "dashboard/job_progress.html" if request.headers.get("HX-Request") else "dashboard/job.html"
    return render(request, template, {"job": summary, "items": items, "site": job.api_key and job.api_key.site})
