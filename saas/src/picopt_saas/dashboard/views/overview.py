"""The first page: credits, what was achieved, and what happened lately."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from picopt_saas.accounts.connect import wishes_of
from picopt_saas.accounts.models import Account, Site
from picopt_saas.billing import ledger
from picopt_saas.billing.budgets import pressed_sites
from picopt_saas.billing.money import whole
from picopt_saas.billing.plans import plan_of
from picopt_saas.billing.usage import last_days, usage_by_site
from picopt_saas.dashboard import figures, groups
from picopt_saas.dashboard.access import AccountRequest, for_account
from picopt_saas.dashboard.charts import Chart, Series
from picopt_saas.dashboard.first_steps import steps_of
from picopt_saas.dashboard.samples import samples

_DAYS = 30
_SITES_SHOWN = 5


@for_account
def overview(request: AccountRequest) -> HttpResponse:
    """Balances, what ends when, images, bytes and alt text, use of the last 30 days, the latest jobs."""
    account, days = request.account, last_days(_DAYS)
    sites = figures.by_site(account, days)
    chosen = next((one.site for one in sites if one.site.pk == request.GET.get("site")), None)
    images = figures.images_of(account, chosen)
    totals = figures.totals(images)
    context = {
        "balance": ledger.balance(account),
        "expiring": ledger.expiring(account)[:3],
        "plan": plan_of(account),
        "jobs": groups.read(account, list(groups.group_keys(account)[:5])),
        "sites": sites,
        "chosen": chosen,
        "charts": _charts(account, chosen, days),
        "wishes": wishes_of(request.user),
        "steps": steps_of(account),
        "totals": totals,
        "pressed": pressed_sites(account),
        "samples": [] if totals.images else samples(),
    }
    return render(request, "dashboard/overview.html", context)


def _charts(account: Account, site: Site | None, days: list[date]) -> list[Chart]:
    images = figures.images_of(account, site)
    used = usage_by_site(account, days)
    return [
        _optimized_chart(days, figures.optimized_by_day(images, days)),
        _saved_chart(days, figures.saved_by_day(images, days)),
        _alt_chart(days, figures.alt_by_day(images, days)),
        _credits_chart(days, {site.url: used.get(site.url, [0] * len(days))} if site else used),
    ]


def _optimized_chart(days: list[date], optimized: list[int]) -> Chart:
    number = sum(optimized)
    summary = ngettext("%(number)s image in the last 30 days", "%(number)s images in the last 30 days", number)
    return Chart(
        slug="optimized",
        title=_("Images optimized"),
        summary=summary % {"number": whole(number)},
        days=days,
        series=[Series("", optimized)],
        write=_count,
    )


def _saved_chart(days: list[date], saved: list[int]) -> Chart:
    return Chart(
        slug="saved",
        title=_("Space saved"),
        summary=_("%(size)s in the last 30 days") % {"size": filesizeformat(sum(saved))},
        days=days,
        series=[Series("", saved, 1)],
        write=filesizeformat,
        powers_of=1024,
    )


def _alt_chart(days: list[date], alt: list[figures.Totals]) -> Chart:
    return Chart(
        slug="alt",
        title=_("Images with alt text"),
        summary=_("%(percent)s of the images we know about") % {"percent": _percent(alt[-1].alt_percent)},
        days=days,
        series=[Series("", [day.alt_percent for day in alt], 2)],
        write=_percent,
        most=100,
    )


def _credits_chart(days: list[date], credits: dict[str, list[int]]) -> Chart:
    charged = sum(map(sum, credits.values()))
    summary = ngettext("%(number)s credit in the last 30 days", "%(number)s credits in the last 30 days", charged)
    return Chart(
        slug="credits",
        title=_("Credits charged"),
        summary=summary % {"number": whole(charged)},
        days=days,
        series=_largest(credits),
        write=_count,
    )


def _largest(credits: dict[str, list[int]]) -> list[Series]:
    """A series for each of the sites that used most, and one for all others."""
    named = list(credits.items())
    shown = [Series(name, values, number) for number, (name, values) in enumerate(named[:_SITES_SHOWN])]
    if others := [values for _name, values in named[_SITES_SHOWN:]]:
        shown.append(Series(_("Other sites"), [sum(day) for day in zip(*others, strict=True)], _SITES_SHOWN))
    return shown


def _count(number: float) -> str:
    return number_format(number, 0 if number == int(number) else 1, use_l10n=True, force_grouping=True)


def _percent(number: float) -> str:
    return _("%(number)d%%") % {"number": number}
