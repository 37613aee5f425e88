"""Pages with a recipe: what stands on them is about one dish, and their images show it."""

import re
from typing import Final

from picopt_vision.context import Context
from picopt_vision.embedded.page.dishes import is_dish
from picopt_vision.rules.checks import comparable

# Words that stand in recipes alone; one is enough. Of the others, which diaries have as well, so many are.
_OF_RECIPES: Final = frozenset({"ingredients", "tbsp", "tsp", "tablespoon", "tablespoons", "teaspoon", "teaspoons"})
_OF_COOKING: Final = frozenset(
    """preheat oven bake simmer boil stir fry chopped minced diced sliced cup cups flour butter salt pepper onion garlic
    sugar dough serves servings recipe""".split()  # noqa: SIM905 # a list of words is read more easily as prose
)
ENOUGH: Final = 4
# Parts of a recipe that have a heading of their own.
_PARTS: Final = frozenset(
    """method methods ingredients directions instructions preparation steps notes tips recipe how to make
    it""".split()  # noqa: SIM905 # as above
)
LONGEST_TITLE: Final = 5
# A title that asks, counts or promises is that of an article.
_OF_ARTICLES: Final = re.compile(r"\d|[?!:]|\b(?:how|why|what|best|ways|guide|my|our|your|tips|ideas)\b", re.IGNORECASE)


def is_recipe(context: Context) -> bool:
    """The page tells how a dish is made."""
    words = set(comparable(context.known).split())
    return is_part(context.main.heading) or not _OF_RECIPES.isdisjoint(words) or len(words & _OF_COOKING) >= ENOUGH


def is_part(heading: str) -> bool:
    """The heading names a part that any recipe has."""
    words = comparable(heading).split()
    return bool(words) and _PARTS.issuperset(words)


def dish_of(context: Context) -> str:
    """What the page's title calls the dish; empty where it is no name of one.

    The page tells how it is made, or this is its first image: below a title, that one shows what the page is about.
    """
    place = context.main
    title = " ".join(place.page_title.split())
    is_name = 0 < len(title.split()) <= LONGEST_TITLE and not _OF_ARTICLES.search(title)
    is_shown = is_recipe(context) or not place.before
    return title if is_name and is_shown and is_dish(title) else ""
