from django.http import HttpRequest, HttpResponse

from picopt_contract import jobs as contract
from picopt_contract.errors import ErrorCode
from picopt_contract.limits import LIMITS
from picopt_saas.api import cursors
from picopt_saas.api.endpoint import answer, caller_of, endpoint, with_balance
from picopt_saas.api.polling import find_job
from picopt_saas.billing import ledger
from picopt_saas.jobs.delivery.texts import charge_and_present_job, charge_and_show, summarize
from picopt_saas.jobs.models import Job
from picopt_saas.jobs.ordering.place_order import place_order
from picopt_saas.jobs.running.cancel import cancel_job
from picopt_saas.refusal import Refusal

_JOBS_PER_PAGE = 50


@endpoint("job_create")
def create_job(request: HttpRequest, payload: contract.JobRequest) -> HttpResponse:
    """Order what was quoted: job, holds and queue entries in one transaction."""
    caller = caller_of(request)
    return answer(202, charge_and_present_job(place_order(caller.account, caller.api_key, payload)))


@endpoint("job_list")
def list_jobs(request: HttpRequest, cursor: str = "") -> HttpResponse:
    """The account's jobs, newest first."""
    found = Job.objects.filter(account=caller_of(request).account).order_by("-created_at", "-pk")
    if cursor:
        found = cursors.older(found, cursor)
    jobs = list(found[: _JOBS_PER_PAGE + 1])
    page = jobs[:_JOBS_PER_PAGE]
    following = cursors.behind(page[-1]) if len(jobs) > len(page) else None
    return answer(200, contract.JobList(jobs=summarize(page), next_cursor=following))


@endpoint("job_get")
def charge_and_show_job(request: HttpRequest, job_id: str, cursor: str = "", wait: int = 0) -> HttpResponse:
    """The truth about a job; with `wait`, after the next change or so many seconds."""
    if not 0 <= wait <= LIMITS.long_poll_seconds:
        raise Refusal(ErrorCode.VALIDATION, f"wait: 0 to {LIMITS.long_poll_seconds} seconds.", field="wait")
    after = cursors.position(cursor)
    account = caller_of(request).account
    job = find_job(account, job_id, wait=wait)
    if job is None:
        raise _unknown()
    shown, charged = charge_and_show(job, after=after)
    return with_balance(answer(200, shown), ledger.balance(account) if charged else ledger.balance_of(job))


@endpoint("job_cancel")
def stop_job(request: HttpRequest, job_id: str) -> HttpResponse:
    """Stop what waits; credits return."""
    job = _find(request, job_id)
    cancel_job(job)
    return answer(200, charge_and_present_job(job))


def _find(request: HttpRequest, job_id: str) -> Job:
    job = Job.objects.filter(account=caller_of(request).account, pk=job_id).select_related("account").first()
    if job is None:
        raise _unknown()
    return job


def _unknown() -> Refusal:
    return Refusal(ErrorCode.NOT_FOUND, "There is no such job.")
