"""The pages for customers."""

from django.urls import path

from picopt_saas.dashboard.views import connect, jobs, keys, ledger, overview

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("jobs", jobs.job_list, name="jobs"),
    path("jobs/<str:job_id>", jobs.job_detail, name="job"),
    path("keys", keys.key_list, name="keys"),
    path("keys/<str:key_id>", keys.change_key, name="change_key"),
    path("ledger", ledger.ledger_page, name="ledger"),
    path("connect", connect.connect, name="connect"),
]
