"""Who people in an image are, or what they do, as file name and page say it: never told from the pixels."""

import re
from typing import Final

from picopt_vision.context import Context, Placement
from picopt_vision.embedded.claim import Claim, with_article
from picopt_vision.embedded.page.captions import touching
from picopt_vision.embedded.page.filewords import file_words, singular, word_after
from picopt_vision.embedded.page.kinds import noun
from picopt_vision.embedded.page.phrases import pluralise
from picopt_vision.rules.checks import comparable

ROLES: Final = frozenset(
    """teacher pupil student volunteer nurse doctor dentist chef cook baker farmer gardener speaker presenter trainer
    coach musician singer dancer actor artist painter engineer mechanic electrician carpenter plumber builder worker
    firefighter pilot driver cyclist runner hiker climber swimmer surfer skier player athlete customer
    visitor tourist guest child parent baby family couple team staff crew crowd audience researcher
    scientist developer designer photographer journalist librarian waiter barista hairdresser veterinarian therapist
    midwife""".split()  # noqa: SIM905 # a list of words is read more easily as prose
)
_MANY: Final = frozenset({"family", "couple", "team", "staff", "crew", "crowd", "audience"})
# Whom a page speaks to, or hopes for, without showing them.
_READERS: Final = frozenset({"visitor", "guest", "customer", "tourist", "parent", "baby", "child"})
# Who somebody is to the site or to trade: files are called so whoever is to be seen.
_NOT_SEEN: Final = _READERS - {"child", "baby"} | frozenset(
    """agent broker carrier client contact contractor dealer distributor friend guide hero holder host member operator
    partner producer provider reader sponsor stakeholder supplier user""".split()  # noqa: SIM905 # as above
)
# What people come together for.
_OCCASIONS: Final = frozenset(
    """bootcamp ceremony class concert conference demonstration dinner fair festival hackathon lecture lunch market
    meeting meetup parade party picnic protest race rehearsal retreat seminar sprint summit symposium tournament
    training wedding workshop""".split()  # noqa: SIM905 # as above
)
# Who comes in groups of their like.
_IN_GROUPS: Final = frozenset(
    """pupil student volunteer musician singer dancer player athlete runner hiker cyclist swimmer surfer climber
    firefighter worker researcher scientist developer""".split()  # noqa: SIM905 # as above
)
DEEDS: Final = frozenset(
    """speaking presenting walking running cooking baking reading writing dancing singing swimming climbing cycling
    hiking playing talking working laughing smiling sitting standing fishing skiing jumping eating drinking""".split()  # noqa: SIM905 # as above
)
# Who gives a talk speaks.
_SPEAKING: Final = frozenset({"speaking", "presenting"})
_TALKS: Final = frozenset({"keynote", "lecture", "presentation", "presenter", "speaker", "speech", "talk"})
_PERSON_WORDS: Final = frozenset(
    """person people man men woman women girl boy kid baby portrait headshot face smile author founder director
    ceo president minister mayor chair member attendee participant colleague friend winner host owner manager
    professor lecturer intern alumni officer chief treasurer secretary consultant specialist coordinator assistant
    analyst administrator he she him her they who""".split()  # noqa: SIM905 # as above
)
# Of a sentence, so many words stand up to the end of its subject: `Our new students`.
_LATEST_SUBJECT: Final = 3
# Within a sentence: no artist is seen for the sake of `the Brooklyn Artists Ball`.
_PROPER: Final = re.compile(r"\b([a-z][\w'’]*[,;:]? )[A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+)+")
# `Filter by team`
_SORTED_BY: Final = re.compile(r"\b(?:by|per|each|every) \w+", re.IGNORECASE)
# `a holiday to celebrate workers`: what is meant for them shows none of them.
_PURPOSE: Final = re.compile(
    r"\bto (?:celebrate|honou?r|help|support|teach|train|protect|thank|serve|attract|reach|recruit|hire)"
    r"(?: (?:our|the|all|more|new|young|local|your|their))? \w+",
    re.IGNORECASE,
)


def tells_of_people(text: str) -> bool:
    """It says what somebody is or does."""
    return not {singular(word) for word in comparable(text).split()}.isdisjoint(_PERSON_WORDS | ROLES | DEEDS)


def names_somebody(text: str) -> bool:
    """It says what somebody is: then that there are people is less than the page tells."""
    return not {singular(word) for word in comparable(text).split()}.isdisjoint(ROLES - _MANY)


def people_in_words(people: Claim, context: Context) -> str:
    """`a volunteer`, `a person speaking`; empty where file name and page do not tell."""
    words = [word for word in file_words(context.file_name) if _is_head(word, context.file_name)]
    page = {singular(word) for word in comparable(context.known).split()}
    role = next((word for word in words if singular(word) in ROLES & page or _is_role(word, context.known)), "")
    if role:
        return _role(role, people)
    deed = next((word for word in words if word in DEEDS and _is_on(word, page)), "")
    return f"{people.phrase} {deed}" if deed else ""


def _is_role(word: str, page: str) -> bool:
    """The page has it, too, and as no name: `mayor`, `beekeeper`."""
    found = noun(word)
    is_person = found is not None and "person" in found.groups and found.one not in _NOT_SEEN
    return is_person and re.search(rf"\b{re.escape(singular(word))}s?\b", page) is not None


def group_of_file(people: Claim, file_name: str) -> str:
    """`a group of sailors`, as the file says alone: one `baker` may be somebody's name, and `sailors` are nobody's."""
    words = [word for word in file_words(file_name) if _is_head(word, file_name)]
    for word in words if people.plural else ():
        found = noun(word)
        if found and found.is_plural and "person" in found.groups and found.one not in _NOT_SEEN:
            return f"{people.phrase.removesuffix('people')}{word}"
    return ""


def occasion(people: Claim, context: Context) -> str:
    """`a group of people at a workshop`, where file name and page say so; empty otherwise."""
    page = {singular(word) for word in comparable(context.known).split()}
    words = (singular(word) for word in file_words(context.file_name) if _is_head(word, context.file_name))
    event = next((word for word in words if word in _OCCASIONS & page), "")
    return f"{people.phrase} at {with_article(event)}" if event else ""


def group_beside(people: Claim, place: Placement) -> str:
    """`a group of students`: what heading, caption, and the sentences that touch the image say of several people.

    Empty where they speak of more than one kind, for then nobody knows which of them is seen, or of their readers.
    All are of a kind where a name says so, or a sentence that begins with them; further on, it may be about others.
    Of those who work with others, one is there: `a teacher with other people`.
    """
    sentences = [_PROPER.sub(r"\1", text) for text in touching(place)]
    names = (place.heading, place.figcaption)
    kinds = _kinds(*names, *sentences)
    if not people.plural or len(kinds) != 1 or not kinds.isdisjoint(_READERS):
        return ""
    kind = kinds.pop()
    if kind not in _IN_GROUPS:
        return _role(kind, people)
    subjects = (" ".join(text.split()[:_LATEST_SUBJECT]) for text in sentences)
    if kind not in _kinds(*names, *subjects):
        return ""
    return f"{people.phrase.removesuffix('people')}{pluralise(kind)}"


def _kinds(*texts: str) -> set[str]:
    """Who is spoken of, and not only as those whom something is meant for, or by whom it is sorted."""
    told = _PURPOSE.sub(" ", _SORTED_BY.sub("", " ".join(texts)))
    return {singular(word) for word in comparable(told).split()} & ROLES


def _is_head(word: str, file_name: str) -> bool:
    """What stands behind it makes it a part of something else: `customer-service`, `farmers-market`, `standing-desk`.

    What one does, and where, does not: `nurse-smiling`.
    """
    after = word_after(word, file_name)
    return not after or after in DEEDS


def _role(word: str, people: Claim) -> str:
    """One teacher among several people is all that a file called `teacher` promises."""
    if singular(word) in _MANY and not people.plural:
        return ""
    if singular(word) in _MANY:
        return with_article(singular(word), mass=singular(word) == "staff")
    if people.plural:
        return word if word != singular(word) else f"{with_article(word)} with other people"
    return with_article(singular(word))


def _is_on(deed: str, page: set[str]) -> bool:
    """The page has the verb in some form, or what is done: `speak`, `speaker`, `talks` for `speaking`."""
    if deed in _SPEAKING and not page.isdisjoint(_TALKS):
        return True
    root = deed.removesuffix("ing")
    is_doubled = root[-2:-1] == root[-1:]
    forms = re.compile(rf"{root}?(?:s|ed|ers?|ing)?" if is_doubled else rf"{root}(?:s|e|e[drs]s?|ors?|ing)?")
    return any(forms.fullmatch(word) for word in page)
