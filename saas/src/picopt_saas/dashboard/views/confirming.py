"""The page on which somebody shows with a mailed code that it is still them."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views._reauthenticate import BaseReauthenticateView
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from picopt_saas.accounts import mailed_code
from picopt_saas.dashboard.forms import MailedCodeForm


@method_decorator(login_required, name="dispatch")
class ConfirmByCode(BaseReauthenticateView):  # type: ignore[misc] # allauth has no types
    """Offers to mail a code, takes it, and goes on with what was asked for."""

    reauthentication_method = mailed_code.METHOD
    form_class = MailedCodeForm
    template_name = "account/confirm_by_code.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Mail a code, or look at the one that was typed in."""
        if request.POST.get("action") == "send":
            return self._send(request)
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def _send(self, request: HttpRequest) -> HttpResponse:
        limited: HttpResponse | None = ratelimit.consume_or_429(request, action="mailed_code", user=request.user)
        if limited:
            return limited
        mailed_code.send_code(request, self.request.user)
        return HttpResponseRedirect(self.passthrough_next_url(request.path))

    def form_valid(self, form: MailedCodeForm) -> HttpResponse:
        """The right code counts like a password; another one is said to be none."""
        user = self.request.user
        if not mailed_code.is_right(self.request, user, form.cleaned_data["code"]):
            form.add_error("code", _("That code is wrong or no longer valid. Check the email, or send a new code."))
            refused: HttpResponse = self.form_invalid(form)
            return refused
        record_authentication(self.request, user, method=mailed_code.METHOD, email=user.email, reauthenticated=True)
        messages.success(self.request, _("Thanks for confirming."))
        answer: HttpResponse = super().form_valid(form)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether a code is on its way, and where to."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return found | {"email": self.request.user.email, "sent": mailed_code.is_waiting(self.request)}
