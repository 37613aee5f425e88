"""Names of dishes in English, and how they are said with fewer words."""

import re
from collections.abc import Collection
from typing import Final

from picopt_vision.embedded.page.filewords import singular
from picopt_vision.embedded.page.phrases import head
from picopt_vision.embedded.page.seams import NEGATIONS

# What follows one of these is beside the dish, or on it.
_ADDING: Final = frozenset({"with", "in", "on", "for", "from", "of", "a", "à", "la", "al", "con", "de", "mit"})
# What stands before it, however the page writes it.
_OF_KITCHENS: Final = frozenset(
    """and or the baked fried roasted roast grilled stuffed shredded sticky sweet spicy sour savory creamy crispy
    crunchy glazed smoked cold hot warm easy quick homemade slow cooked braised stewed pickled mashed whipped
    frozen fresh dried raw mixed cheesy classic simple vegan vegetarian green red white black yellow garlic ginger
    lemon lime orange apple banana pumpkin carrot tomato onion pepper spinach kale lentil chickpea honey soy
    chocolate vanilla cinnamon caramel coconut peanut almond sourdough""".split()  # noqa: SIM905 # as below
)
# `Irish`, `Moroccan`, `Japanese`: of a land, and always written large.
_OF_LANDS: Final = re.compile(r"(?:[A-Z][a-z]+(?:ian|ish|ese|can)|German|French|Greek|Thai|Dutch|Czech|Swiss|Tex-Mex)")
# What English names of dishes end with.
DISHES: Final = frozenset(
    """bacon bagel bake bar bean beef biscuit bowl bread breakfast broth brownie bun burger burrito butter cake
    casserole cereal cheesecake chicken chili chip chop chowder chutney cobbler cocktail coffee cookie cornbread cracker
    crepe crumble cupcake curry custard cutlet dip dish dough dressing drink dumpling egg fish fritter frosting fry
    goulash granola gravy ham hummus jam jelly juice kebab lasagna lemonade loaf macaroni marinade meal meatball
    milkshake mousse muffin mushroom noodle nut oatmeal omelet omelette pancake pasta paste pastry pickle pie pizza
    porridge pork potato pudding quesadilla quiche ravioli relish rib rice risotto roast roll salad salmon salsa
    sandwich sauce sausage scone seasoning shake shrimp slaw smoothie soda soup spaghetti spread steak stew stock
    stroganoff syrup taco tart tea toast tofu tortilla truffle tuna turkey vegetable waffle wing wrap yogurt
    yoghurt""".split()  # noqa: SIM905 # as above
)

# What is put on or into a dish: an image beside its recipe mostly shows what it was put on.
_PUT_ON: Final = frozenset(
    """broth butter chutney crust custard dip dough dressing filling frosting glaze gravy icing marinade paste relish
    rub sauce seasoning spread stock syrup topping""".split()  # noqa: SIM905 # as above
)

# Second words of what goes into a dish: of chocolate chip cookies, no chip cookies are left.
_BOUND: Final = frozenset(
    {"brew", "butter", "chip", "cider", "cream", "juice", "milk", "oil", "pepper", "potato", "soda"}
)


def is_put_on(phrase: str) -> bool:
    """It names what belongs to a dish, and not the dish: `lemon dressing`."""
    return singular(head(phrase)) in _PUT_ON


def is_dish(phrase: str) -> bool:
    """It names something to eat or to drink: `sweet potato fries`."""
    last = head(phrase).lower()
    return not DISHES.isdisjoint({last, singular(last), re.sub("ies$", "y", last)})


def shortened(phrase: str) -> str:
    """The same dish with fewer words: `bean soup` for `cold bean soup`, `bread` for `bread with nuts`; empty if none.

    In English the last word is what it is. In `Pasta Navy Style` and `Arroz Chaufa` it is not.
    """
    words = phrase.split()
    cut = next((at for at, word in enumerate(words) if word.lower() in _ADDING and at), len(words))
    if cut < len(words):
        return " ".join(words[:cut])
    kept = words[-2:] if len(words) > 2 and singular(words[-2]) not in _BOUND else words[-1:]
    if words[-3:-2] and words[-3].lower() in NEGATIONS:
        kept = words[-1:]  # `No Knead Bread` is no knead bread
    kept = kept if len(words) > 1 else []
    return " ".join(kept) if kept and singular(kept[-1]) in DISHES - _PUT_ON else ""


def in_sentence(dish: str, page: str) -> str:
    """As it stands within a sentence, where it is known of every word how that is written: `sweet potato fries`.

    The words of a title are written large; of the others, names may be among them: `Waldorf salad`.
    """
    small = set(re.findall(r"\b[^\W\d_A-Z][\w'’-]*", page))
    words = [(word, _is_common(word, small)) for word in dish.split()]
    if not all(is_common or _OF_LANDS.fullmatch(word) for word, is_common in words):
        return dish
    return " ".join(word.lower() if is_common else word for word, is_common in words)


def _is_common(word: str, small: Collection[str]) -> bool:
    plain = word.lower()
    return word.islower() or plain in small or plain in _OF_KITCHENS or plain in _ADDING or is_dish(word)
