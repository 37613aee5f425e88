"""Small words for the pages."""

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from picopt_contract.reasons import REASONS
from picopt_contract.values import FINAL_STATES, ChargeState, ItemState, MetadataField, Pipeline
from picopt_saas.accounts.models import AuditEntry
from picopt_saas.billing import money
from picopt_saas.billing.models import WebhookEvent
from picopt_saas.billing.plans import Pack, Plan
from picopt_saas.dashboard import happenings
from picopt_saas.jobs.models import Charge, Item

register = template.Library()

_PIPELINES = {
    Pipeline.ANALYZE_EXPORT: gettext_lazy("Analyze & Export"),
    Pipeline.ANALYZE: gettext_lazy("Analyze Only"),
    Pipeline.EXPORT: gettext_lazy("Compress & Export Only"),
}
# Decimals of what one credit costs: with three, twice of a rounded price would be another one than that of an image.
_FINE = 4
_PAGES = {
    "overview": gettext_lazy("Overview"),
    "jobs": gettext_lazy("Jobs"),
    "keys": gettext_lazy("API keys"),
    "plan": gettext_lazy("Plan & credits"),
    "ledger": gettext_lazy("Ledger"),
    "account": gettext_lazy("Account"),
}

# WordPress' own sizes; what themes and plugins call theirs is shown as they call it.
_SIZES = {
    "full": gettext_lazy("Full size"),
    "large": gettext_lazy("Large"),
    "medium": gettext_lazy("Medium"),
    "thumbnail": gettext_lazy("Thumbnail"),
}
_EMBEDDED: Mapping[str, object] = {
    MetadataField.COPYRIGHT: gettext_lazy("Copyright notice"),
    MetadataField.CREATOR: gettext_lazy("Creator"),
    MetadataField.CREDIT: gettext_lazy("Credit line"),
    MetadataField.GPS: gettext_lazy("GPS location"),
    MetadataField.CAMERA: gettext_lazy("Camera data"),
    MetadataField.DATE: gettext_lazy("Date taken"),
    MetadataField.TITLE: gettext_lazy("Title"),
    MetadataField.ALT: gettext_lazy("Alt text"),
    MetadataField.CAPTION: gettext_lazy("Caption"),
    MetadataField.DESCRIPTION: gettext_lazy("Description"),
    MetadataField.KEYWORDS: gettext_lazy("Keywords"),
}

_REASONS = {code.value: said for code, said in REASONS.items()}
_STATES = {
    "queued": gettext_lazy("waiting"),
    "running": gettext_lazy("running"),
    "analysing": gettext_lazy("being analyzed"),
    "review": gettext_lazy("in review"),
    "exporting": gettext_lazy("being exported"),
    "ready": gettext_lazy("ready"),
    "delivered": gettext_lazy("delivered"),
    "finished": gettext_lazy("finished"),
    "no_gain": gettext_lazy("no smaller version"),
    "skipped": gettext_lazy("skipped"),
    "failed": gettext_lazy("failed"),
    "cancelled": gettext_lazy("canceled"),
    "expired": gettext_lazy("no longer kept"),
}


@register.filter
def state_name(state: str) -> str:
    """The state of a job or an image as people say it."""
    return str(_STATES.get(state, state.replace("_", " ")))


@register.filter
def reason(item: Item) -> str:
    """Why an image is where it is, in the reader's language; in English with what was found in this one."""
    usual = _REASONS.get(item.reason_code)
    reads_english = (get_language() or "en").startswith("en")
    return item.reason_message if usual is None or reads_english else _(usual)


@register.filter
def charge_words(charge: Charge) -> str:
    """`1 credit charged for text`."""
    words = {
        ChargeState.HELD: ngettext("%(n)d credit reserved", "%(n)d credits reserved", charge.credits),
        ChargeState.CAPTURED: ngettext("%(n)d credit charged", "%(n)d credits charged", charge.credits),
        ChargeState.RELEASED: _("not charged"),
        ChargeState.FREE: _("free"),
        ChargeState.REFUNDED: ngettext("%(n)d credit refunded", "%(n)d credits refunded", charge.credits),
    }
    what = _("Text") if charge.line == "analysis" else _("Files")
    said = words.get(ChargeState(charge.state), charge.state) % {"n": charge.credits}
    return _("%(what)s: %(said)s") % {"what": what, "said": said}


@register.filter
def sentence(entry: AuditEntry) -> str:
    """What happened, in a sentence."""
    return happenings.sentence(entry)


@register.filter
def product_name(product: Plan | Pack) -> str:
    """What a plan or pack is called."""
    return money.product_name(product)


@register.filter
def payment_news(event: WebhookEvent) -> str:
    """What a payment provider told us, in a sentence."""
    return happenings.payment_news(event)


@register.filter
def an_image(cents: int, credits: int) -> str:
    """What an image with text and files costs, at two credits: `€0.0360`."""
    return money.euros(2 * cents / credits, decimals=_FINE)


@register.filter
def pages(names: str) -> list[tuple[str, str]]:
    """Address names and labels of the navigation."""
    return [(name, str(_PAGES[name])) for name in names.split(",")]


@register.filter
def pipeline_name(pipeline: str) -> str:
    """The pipeline as people call it."""
    return str(_PIPELINES[Pipeline(pipeline)])


@register.filter
def euros(cents: int) -> str:
    """`€1,234.50`, as the reader's language writes it."""
    return money.euros(cents)


@register.filter
def movement(credits: int) -> str:
    """What came or went: `+50`, `−1,000`."""
    return money.movement(credits)


@register.filter
def each(cents: int, credits: int) -> str:
    """What one credit costs: `€0.0180`."""
    return money.euros(cents / credits, decimals=_FINE)


@register.filter
def saved_percent(example: Mapping[str, int]) -> int:
    """By how much a file became smaller."""
    return round(100 * (1 - example["bytes_after"] / example["bytes_before"]))


@register.filter
def format_name(media_type: str) -> str:
    """A format as people write it: `image/webp` is WebP."""
    name = media_type.removeprefix("image/").upper()
    return "WebP" if name == "WEBP" else name


@register.filter
def size_name(name: str) -> str:
    """A size of an image as people call it: `medium_large` is Medium large."""
    width = name.removeprefix("breakpoint-")
    if width != name and width.isdecimal():
        return _("Additional width, %(width)s px") % {"width": money.whole(int(width))}
    spelled = name.replace("_", " ").replace("-", " ")
    return str(_SIZES.get(name) or spelled[:1].upper() + spelled[1:])


@register.filter
def embedded_name(field: str) -> str:
    """A group of embedded metadata as people call it."""
    return str(_EMBEDDED.get(field, field))


@register.filter
def shorten(public_id: str) -> str:
    """The beginning of an id: enough to tell two apart."""
    return f"{public_id[:12]}…"


@register.filter
def counts(states: Mapping[ItemState, int]) -> str:
    """`3 ready, 1 failed`."""
    each = (
        _("%(number)s %(state)s") % {"number": money.whole(number), "state": state_name(state)}
        for state, number in states.items()
    )
    return _(", ").join(each)


@register.filter
def total(states: Mapping[ItemState, int]) -> int:
    """All pictures of a job."""
    return sum(states.values())


@register.filter
def finished(states: Mapping[ItemState, int]) -> int:
    """Pictures that wait for nothing more from the service."""
    return sum(number for state, number in states.items() if state in {*FINAL_STATES, ItemState.READY})
