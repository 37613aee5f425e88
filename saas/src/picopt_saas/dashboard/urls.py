"""The pages for customers."""

from django.templatetags.static import static
from django.urls import path
from django.views.generic import RedirectView

from picopt_saas.dashboard.views import (
    account,
    connect,
    guide,
    jobs,
    keys,
    ledger,
    letters,
    mailbox,
    payments,
    plan,
    public,
)

urlpatterns = [
    path("favicon.ico", RedirectView.as_view(url=static("dashboard/icon.svg"))),
    path("", public.front_door, name="overview"),
    path("privacy", public.page, {"name": "privacy"}, name="privacy"),
    path("terms", public.page, {"name": "terms"}, name="terms"),
    path("security", public.page, {"name": "security"}, name="security"),
    path("status", public.status, name="status"),
    path("help", guide.guide, name="help"),
    path("help/<slug:name>", guide.guide, name="help_page"),
    path("jobs", jobs.job_list, name="jobs"),
    path("jobs/<str:job_id>", jobs.job_detail, name="job"),
    path("images/<str:item_id>/thumbnail", jobs.thumbnail, name="thumbnail"),
    path("keys", keys.key_list, name="keys"),
    path("keys/<str:key_id>", keys.change_key, name="change_key"),
    path("ledger", ledger.ledger_page, name="ledger"),
    path("ledger.csv", ledger.ledger_csv, name="ledger_csv"),
    path("plan", plan.plan_page, name="plan"),
    path("plan/buy", plan.buy, name="buy"),
    path("plan/portal", plan.portal, name="portal"),
    path("plan/settle", plan.settle_debt, name="settle"),
    path("invoices/<int:number>", plan.test_invoice, name="test_invoice"),
    path("sandbox/checkout", payments.sandbox_checkout, name="sandbox_checkout"),
    path("webhooks/<str:name>", payments.webhook, name="webhook"),
    path("members", account.account_page, name="account"),
    path("members/invite", account.invite_member, name="invite"),
    path("members/remove", account.remove_member, name="remove_member"),
    path("members/switch", account.switch_account, name="switch_account"),
    path("members/join", account.join_account, name="join"),
    path("members/export", account.export, name="export"),
    path("members/close", account.close, name="close_account"),
    path("connect", connect.connect, name="connect"),
    path("mail", mailbox.mailbox, name="mailbox"),
    path("mail/off", letters.turn_off, name="mail_off"),
    path("mail/choices", letters.choose, name="mail_choices"),
    path("mail/preview", letters.previews, name="mail_previews"),
    path("mail/preview/<slug:name>.<str:kind>", letters.preview, name="mail_preview"),
    path("v1/service", connect.not_the_service),
]
