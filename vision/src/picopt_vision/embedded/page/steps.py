"""What is done, and where somebody went: words in such sentences name nothing that is to be seen."""

import re
from typing import Final

# `Introducing Acme` and `Insert the card` say what is done; Acme and the card are to be seen.
DONE: Final = re.compile(
    r"^(?:(?:introducing|announcing|presenting|discover|explore)\s+(?:(?:the|our|an?)\s+)?"
    r"|[^\W\d_]{3,}\s+(?:the|an?|your|our|this)\s+(?!la\b)(?-i:(?=[^\W\d_A-Z])))",
    re.IGNORECASE,
)
# `Connect the Camera Module` above an image tells what to do, and not what is to be seen.
VERBS: Final = frozenset(
    """access add apply assemble attach bake build change check choose click close configure connect cook copy create
    cut delete download edit enable enter fill find fix fold get insert install learn make mix mount move open place
    plug prepare press put remove replace run save select set setup solder start stop take test turn update upload use
    view write""".split()  # noqa: SIM905 # a list of words is read more easily as prose
)
STEP: Final = re.compile(
    rf"(?:{'|'.join(sorted(VERBS))}) (?:up |in |on |out )?(?:the|your|an?|this|our|its) (?-i:(?=[A-Z]))",
    re.IGNORECASE,
)
# `Add the sensors to the board`: what goes where is no name of either.
PUT: Final = re.compile(rf"(?:^|\W)(?:{'|'.join(sorted(VERBS))})\s+(?:the|an?|your)\s+$", re.IGNORECASE)
SOMEWHERE: Final = re.compile(r"\s(?:to|into|onto|with|from)\s")
# What stands before the place to which somebody went.
WENT: Final = re.compile(
    r"\b(?:reach(?:ed)?|pass(?:ed)?|left|(?:get|got|go|went|come|came|walk(?:ed)?|hik(?:ed|e)|drove|drive|climb(?:ed)?"
    r"|head(?:ed)?|return(?:ed)?|arrived?|camp(?:ed)?|stay(?:ed)?|stopp(?:ed)?|back|way|trip|miles?)"
    r"\s+(?:to|at|from|near|towards?|past|by|up|down))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
NUMBERED_STEP: Final = re.compile(r"\W*(?:step|schritt|étape|paso|stap|passo)\s+\d", re.IGNORECASE)
