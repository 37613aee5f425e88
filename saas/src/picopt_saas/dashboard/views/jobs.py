"""Jobs and what became of each image. Looking costs nothing: only what is paid for is shown."""

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from picopt_saas.dashboard import groups
from picopt_saas.dashboard.access import AccountRequest, for_account
from picopt_saas.dashboard.image_facts import facts_of
from picopt_saas.dashboard.job_rows import LARGEST_SHOWN, after_of, before_of, rows_of, thumbnail_of
from picopt_saas.jobs.delivery.texts import with_details
from picopt_saas.jobs.models import Item, Job, ResultFile
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import original_key, result_key
from picopt_saas.storage.port import ObjectMissing, StorageUnavailable

if TYPE_CHECKING:
    from django.db.models import QuerySet

_DAY = 86_400
_RETRY_SECONDS = 5


@for_account
def job_list(request: AccountRequest) -> HttpResponse:
    """All jobs, newest first."""
    page = Paginator(groups.group_keys(request.account), 25).get_page(request.GET.get("page"))
    return render(request, "dashboard/jobs.html", {"page": page, "jobs": groups.read(request.account, list(page))})


@for_account
def job_detail(request: AccountRequest, job_id: str) -> HttpResponse:
    """One job with its images, their states, reasons and charges."""
    job = get_object_or_404(Job.objects.select_related("account"), pk=job_id, account=request.account)
    group = groups.group_of(job)
    items = with_details(Item.objects.filter(job__in=group.orders)).select_related("job", "receipt")
    page = Paginator(items.order_by("job__created_at", "job_id", "position"), 50).get_page(request.GET.get("page"))
    shown = list(page)
    newest = set(groups.newest(group.orders).filter(pk__in=[item.pk for item in shown]).values_list("pk", flat=True))
    template = "dashboard/job_progress.html" if request.headers.get("HX-Request") else "dashboard/job.html"
    return render(request, template, {"job": group, "page": page, "rows": rows_of(shown), "newest": newest})


@for_account
def image_detail(request: AccountRequest, item_id: str) -> HttpResponse:
    """One image with its files, metadata, use and history."""
    item = get_object_or_404(_details().select_related("receipt"), pk=item_id, account=request.account)
    facts, address = facts_of(item), reverse("thumbnail", args=[item.pk])
    before, after = before_of(item), after_of(item, facts.files)
    shown = {
        "before": before and _is_kept(original_key(item.account_id, before)) and f"{address}?of=before",
        "after": after and _is_kept(result_key(item.account_id, after.pk)) and f"{address}?of=after",
    }
    return render(request, "dashboard/image.html", {"facts": facts, **shown})


@for_account
def thumbnail(request: AccountRequest, item_id: str) -> HttpResponse:
    """A small picture of an image: a file that is paid for, else the customer's own original.

    With `?of=before` the original, with `?of=after` the result as large as it is shown.
    """
    item = get_object_or_404(_details(), pk=item_id, account=request.account)
    files = list(item.files.all())
    match request.GET.get("of"):
        case "before":
            shown: ResultFile | str | None = before_of(item)
        case "after":
            shown = after_of(item, files)
        case _:
            shown = thumbnail_of(item, files)
    if shown is None:
        raise Http404
    if isinstance(shown, str):
        key, kind = original_key(item.account_id, shown), str(item.picture["media_type"])
    else:
        key, kind = result_key(item.account_id, shown.pk), shown.media_type
    try:
        answer = HttpResponse(_read(key), content_type=kind)
    except StorageUnavailable:
        return HttpResponse(status=503, headers={"Retry-After": str(_RETRY_SECONDS)})
    answer["Cache-Control"] = f"private, max-age={_DAY}"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _read(key: str) -> bytes:
    """What is kept there. Raises `Http404` where there is nothing, or more than the site said and a page may show."""
    try:
        data = b"".join(storage().read(key, length=LARGEST_SHOWN + 1))
    except ObjectMissing:
        raise Http404 from None
    if len(data) > LARGEST_SHOWN:
        raise Http404
    return data


def _is_kept(key: str) -> bool:
    """Whether there is an object that can be had; retention deletes before the row goes, and a store may be away."""
    try:
        storage().read(key, length=1).close()
    except (ObjectMissing, StorageUnavailable):
        return False
    return True


def _details() -> "QuerySet[Item]":
    return with_details(Item.objects.select_related("job"))
