"""Real results of the product at its default settings, for whoever has none of their own yet."""

import json
from functools import cache
from typing import Any, Final

from django.contrib.staticfiles import finders
from django.utils.translation import gettext_lazy

_ALTS: Final = {
    "coffee-before.jpg": gettext_lazy("A cup of coffee on a wooden table"),
    "chelsea-before.jpg": gettext_lazy("A tabby cat looking into the camera"),
    "rocket-before.jpg": gettext_lazy("A rocket on its launch pad at night"),
}


def samples() -> list[dict[str, Any]]:
    """Before and after, with bytes, score and an alt text each."""
    return [{**one, "alt": _ALTS[one["before"]]} for one in _figures()]


@cache
def _figures() -> list[dict[str, Any]]:
    """Figures of the examples; made by tools/front_page_examples.py."""
    with open(str(finders.find("dashboard/examples/examples.json")), encoding="utf-8") as file:  # noqa: PTH123 -- a string
        found: list[dict[str, Any]] = json.load(file)
    return found
