"""What the scripted server says of the lighthouse when all is well, and pages that show it."""

from picopt_vision import Placement
from picopt_vision.scripted import read_script

GOOD_ALT = "White lighthouse beside a red-roofed house on a rocky shore"
PLACES = (
    Placement(key="post:1", page_title="Our coast", heading="Lights", figcaption="The old light"),
    Placement(key="post:2", link_target="https://example.org/?p=9", link_title="Opening hours"),
    Placement(key="post:3", decorative=True),
    Placement(key="post:4", page_title="Unsere Küste", language="de"),
)


def good() -> dict:
    """The fields of a model's answer."""
    return read_script("good")[0]["content"]
