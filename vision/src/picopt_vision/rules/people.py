"""Rule 12: no guess at anyone's identity, origin, age or health unless the context says so.

Words of origin are fine for food, elephants and furniture; they are a guess where they describe people. English,
German, French and Spanish; for other languages the prompt alone must do.
"""

import re
from typing import Final

from picopt_vision.context import Context

_PEOPLE: Final = (
    r"(?:m[ae]n|wom[ae]n|person|people|boys?|girls?|child(?:ren)?|kids?|couple|family|lady|ladies|guys?|teen(?:ager)?s?"
    r"|mann|männer|frau(?:en)?|menschen|person(?:en)?|kind(?:er)?|junge|mädchen|paar|familie"
    r"|hommes?|femmes?|personnes?|enfants?|garçons?|filles?|famille"
    r"|hombres?|mujer(?:es)?|personas?|niñ[oa]s?|chic[oa]s?|familia)"
)
_ORIGIN: Final = (
    r"(?:asian|african(?:[ -]american)?|caucasian|hispanic|latin[oax]|arab(?:ic)?|middle[ -]eastern|indian"
    r"|jewish|muslim|black|white"
    r"|asiatische[rsn]?|afrikanische[rsn]?|arabische[rsn]?|schwarze[rsn]?|weiße[rsn]?"
    r"|asiatiques?|africaine?s?|arabes?|noire?s?|blanc(?:he)?s?"
    r"|asiátic[oa]s?|african[oa]s?|árabes?|negr[oa]s?|blanc[oa]s?)"
)
_CONDITION: Final = (
    r"(?:disabled|autistic|blind|deaf|obese|overweight|pregnant|mentally ill|homeless|drunk|depressed|elderly"
    r"|behinderte[rsn]?|blinde[rsn]?|fettleibige[rsn]?|schwangere[rsn]?|betrunkene[rsn]?"
    r"|handicapée?s?|aveugles?|obèses?|enceintes?"
    r"|discapacitad[oa]s?|cieg[oa]s?|obes[oa]s?|embarazadas?)"
)
# `Asian woman`, `old white man`, `femme africaine`; and an age in figures.
_GUESSES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:{_ORIGIN}|{_CONDITION})\s+(?:[\w-]+\s+)?{_PEOPLE}\b",
        rf"\b{_PEOPLE}\s+(?:{_ORIGIN}|{_CONDITION})\b",
        r"\baged\s+(?:about\s+)?\d{1,2}\b",
        r"\b\d{1,2}-years?-old\b(?!\s+(?:house|building|church|bridge|wall|tree|oak|car|wine|whisk|tower|castle))",
    )
)


def find_guess(text: str, context: Context) -> str:
    """The first guess about a person in the text that the context does not make itself; empty when there is none."""
    known = context.known.lower()
    for pattern in _GUESSES:
        for match in pattern.finditer(text):
            if match.group().lower() not in known:
                return match.group()
    return ""
