"""What people in an image are or do, where the file's name says it and the page, too: never told from the pixels."""

from typing import Final

from picopt_vision.context import Context
from picopt_vision.embedded.claim import Claim, with_article
from picopt_vision.embedded.filewords import file_words, singular
from picopt_vision.rules.checks import comparable

ROLES: Final = frozenset(
    """teacher pupil student volunteer nurse doctor dentist chef cook baker farmer gardener speaker presenter trainer
    coach musician singer dancer actor artist painter engineer mechanic electrician carpenter plumber builder worker
    firefighter pilot driver cyclist runner hiker climber swimmer surfer skier player athlete customer
    visitor tourist guide guest child parent baby family couple team staff crew crowd audience researcher
    scientist developer designer photographer journalist librarian waiter barista hairdresser veterinarian therapist
    midwife""".split()  # noqa: SIM905 # a list of words is read more easily as prose
)
_MANY: Final = frozenset({"family", "couple", "team", "staff", "crew", "crowd", "audience"})
DEEDS: Final = frozenset(
    """speaking presenting walking running cooking baking reading writing dancing singing swimming climbing cycling
    hiking playing talking working laughing smiling sitting standing fishing skiing jumping eating drinking""".split()  # noqa: SIM905 # as above
)


def people_in_words(people: Claim, context: Context) -> str:
    """`a volunteer`, `a person speaking`; empty where file name and page do not tell."""
    words = file_words(context.file_name)
    page = {singular(word) for word in comparable(context.known).split()}
    role = next((word for word in words if singular(word) in ROLES & page), "")
    if role:
        return _role(role, people)
    deed = next((word for word in words if word in DEEDS and _is_on(word, page)), "")
    return f"{people.phrase} {deed}" if deed else ""


def _role(word: str, people: Claim) -> str:
    """One teacher among several people is all that a file called `teacher` promises."""
    if singular(word) in _MANY:
        return with_article(singular(word), mass=singular(word) == "staff")
    if people.plural:
        return word if word != singular(word) else f"{with_article(word)} with other people"
    return with_article(singular(word))


def _is_on(deed: str, page: set[str]) -> bool:
    """The page has the verb in some form: `speak`, `speaker`, `speaking`."""
    root = deed.removesuffix("ing")
    return any(word.startswith(root[:-1] if root[-2:-1] == root[-1:] else root) for word in page)
