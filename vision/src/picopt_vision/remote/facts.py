"""What the model is told about the image's places, as JSON in which no `<` is left."""

import json
import re
from collections.abc import Sequence
from typing import Any, Final

from picopt_vision.context import Context, Placement
from picopt_vision.links import destination
from picopt_vision.picture import View
from picopt_vision.settings import Settings

# What nobody sees on the page is no fact of it: tag characters spell whole sentences that models alone read, and marks
# of direction and width hide others.
_UNSEEN: Final = re.compile("[\U000e0000-\U000e007f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def write_facts(view: View, context: Context, settings: Settings, places: Sequence[Placement]) -> str:
    """JSON, so that no quotation mark or line break in a fact can look like the end of it.

    `places` are those that want an alt text of their own; the main one's facts come first.
    """
    facts = {
        "site": context.site_name,
        **_place(context.main),
        "product": _product(context),
        "existing_alt": context.existing_alt,
        "alts_elsewhere": list(context.other_alts),
        "file_name": context.file_name,
        "folder": context.folder,
        "same_upload": list(context.neighbors),
        "featured_image_of_the_page": context.role == "hero",
        "embedded_title": view.embedded.title,
        "embedded_caption": view.embedded.caption,
        "embedded_keywords": ", ".join(view.embedded.keywords),
        "taken": view.embedded.taken[:10],
        "gps": _position(view) if settings.use_location else "",
        "places": [{"key": place.key, **_said(_place(place))} for place in places],
    }
    written = json.dumps(_said(facts), ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return _UNSEEN.sub("", written)


def _place(place: Placement) -> dict[str, Any]:
    return {
        "page_title": place.page_title,
        "heading": place.heading,
        "text_before": place.before,
        "text_after": place.after,
        "figcaption": place.figcaption,
        "link_to": destination(place),
        "link_address": place.link_target,
        "text_in_the_same_link": place.link_text,
        "marked_as_decorative": place.decorative,
        "focus_keyword": place.focus_keyword,
        "language": place.language or "",
    }


def _product(context: Context) -> dict[str, Any]:
    product = context.product
    if product is None:
        return _said({"name": context.product_title})
    return _said(
        {
            "name": context.product_title,
            "attributes": dict(product.attributes),
            "categories": list(product.categories),
            "brand": product.brand,
            "one_of_several_images": product.gallery,
        }
    )


def _said(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value}


def _position(view: View) -> str:
    """Degrees to two places, about a kilometre: enough for a town, too little for a house."""
    return "{:.2f}, {:.2f}".format(*view.embedded.gps) if view.embedded.gps else ""
