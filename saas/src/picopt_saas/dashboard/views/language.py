"""The language in which pages and mail speak."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from picopt_saas.accounts.models import User
from picopt_saas.languages import is_known, remember


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the language: in this browser, and for pages and mail of whoever is signed in. Back to where they were."""
    language, back = request.POST.get("language", ""), request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    answer = HttpResponseRedirect(back if ours else "/")
    if not is_known(language):
        return answer
    remember(answer, language)
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=language)
        with translation.override(language):
            messages.success(request, _("Pages and emails are in English now."))
    return answer
