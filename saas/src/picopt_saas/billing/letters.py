"""The letters about credits, payments and plans. Each is written in the language that is active."""

from datetime import datetime

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from picopt_saas.accounts.mail.letter import Letter, Topic
from picopt_saas.accounts.models import Site
from picopt_saas.addresses import public_address
from picopt_saas.billing.budgets import Level, Month
from picopt_saas.billing.money import euros, product_name, whole
from picopt_saas.billing.plans import Pack, Plan


def _reason() -> str:
    return _("You’re receiving this email because you own a Picture Optimizer account.")


def low_balance(left: int) -> Letter:
    """Few credits are left."""
    return Letter(
        subject=ngettext("%(number)s Picture Optimizer credit left", "%(number)s Picture Optimizer credits left", left)
        % {"number": whole(left)},
        paragraphs=(
            ngettext("Your account has %(number)s credit left.", "Your account has %(number)s credits left.", left)
            % {"number": whole(left)},
            _("When credits run out, sites pause. Nothing is lost: they continue on their own once you add credits."),
        ),
        button=(_("Add credits"), public_address("plan")),
        reason=_reason(),
        topic=Topic.CREDITS,
    )


def out_of_credits() -> Letter:
    """None are left."""
    return Letter(
        subject=_("You are out of Picture Optimizer credits"),
        paragraphs=(
            _("Your account has no credits left, so new images wait."),
            _("Nothing is lost, and nothing is half done. Sites continue on their own once you add credits."),
        ),
        button=(_("Add credits"), public_address("plan")),
        reason=_reason(),
        topic=Topic.CREDITS,
    )


def budget_used(site: Site, month: Month) -> Letter:
    """A site has used most of its monthly budget, or all of it."""
    if month.level is Level.REACHED:
        subject = _("%(site)s has used its monthly budget")
        then = _(
            "New images of this site wait; nothing is lost and nothing more is charged. They continue on their own on "
            "%(day)s, or as soon as you raise the budget."
        )
    else:
        subject = _("%(site)s has used %(percent)s%% of its monthly budget")
        then = _(
            "When the budget is used up, new images of this site wait until %(day)s, or until you raise the budget. "
            "Nothing is lost."
        )
    facts = {
        "site": site.url,
        "percent": month.percent,
        "spent": number_format(month.spent, force_grouping=True),
        "budget": number_format(month.budget or 0, force_grouping=True),
        "day": date_format(month.ends_at, "DATE_FORMAT"),
    }
    used = _("%(site)s has used %(spent)s of its %(budget)s credits for this month.")
    return Letter(
        subject=subject % facts,
        paragraphs=(used % facts, then % facts),
        button=(_("Review the budget"), public_address("site_budget", site.pk)),
        reason=_reason(),
        topic=Topic.CREDITS,
    )


def payment_failed(product: Plan | Pack | str, cents: int, again: datetime | None) -> Letter:
    """A plan or pack (or what it was called, if it is no longer sold) could not be paid."""
    if again:
        then = _("We’ll try again on %(day)s. Update your card before then, and nothing changes for your sites.") % {
            "day": date_format(again, "DATE_FORMAT")
        }
    else:
        then = _("We won’t try again on our own. Nothing was charged, and the credits you have stay yours.")
    return Letter(
        subject=_("Your payment for Picture Optimizer failed"),
        paragraphs=(
            _("The payment of %(amount)s for %(product)s did not go through.")
            % {"amount": euros(cents), "product": product if isinstance(product, str) else product_name(product)},
            then,
        ),
        button=(_("Check your payment details"), public_address("plan")),
        reason=_reason(),
    )


def plan_changed(plan: Plan, until: datetime) -> Letter:
    """The account is on another plan now."""
    facts = {
        "plan": product_name(plan),
        "number": number_format(plan.credits, force_grouping=True),
        "day": date_format(until, "DATE_FORMAT"),
    }
    if plan.is_yearly:
        brings = _("Your account is now on the %(plan)s plan. All %(number)s credits for the year are available now.")
        ends = _("The year you paid for ends on %(day)s; any of its credits that are left expire one day later.")
    else:
        brings = ngettext(
            "Your account is now on the %(plan)s plan, with %(number)s credit a month.",
            "Your account is now on the %(plan)s plan, with %(number)s credits a month.",
            plan.credits,
        )
        ends = _("The current month ends on %(day)s.")
    return Letter(
        subject=_("You are now on the %(plan)s plan") % facts,
        paragraphs=(brings % facts, ends % facts),
        button=(_("See plan and credits"), public_address("plan")),
        reason=_reason(),
    )


def plan_ended(plan: Plan) -> Letter:
    """The account's plan is over."""
    return Letter(
        subject=_("Your %(plan)s plan has ended") % {"plan": product_name(plan)},
        paragraphs=(
            _("Your account is on the Free plan now. Credits that you bought in packs stay yours until they expire."),
            _("Optimized images stay on your sites as they are."),
        ),
        button=(_("See plans"), public_address("plan")),
        reason=_reason(),
    )
