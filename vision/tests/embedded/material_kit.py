"""Material for the grammar, made without a network being asked."""

from picopt_vision import Context, Placement, Settings
from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.material import Material
from picopt_vision.embedded.page.captions import caption_gist
from picopt_vision.embedded.page.topics import find_topic
from picopt_vision.embedded.seeing import Seen
from picopt_vision.embedded.sight.layout import Layout
from picopt_vision.embedded.sight.pixels import Look
from picopt_vision.embedded.writing.written import Reading

PHOTO, GRAPHIC = Layout(flat=0.1, few=0.1, pure=0.1), Layout(flat=0.9, few=0.9, pure=0.9)
PERSON = Claim(phrase="a person", noun="person", tags=("person",), probability=1.0, source="people")
PORTRAIT = Claim(
    phrase="a portrait of a person", noun="person", tags=("portrait", "person"), probability=1.0, source="people"
)
DOG = Claim(phrase="a dog", noun="dog", tags=("dog", "animal"), probability=0.6, source="classifier")


def material_of(file_name: str = "", place: Placement | None = None, **seen: object) -> Material:
    looks = {"layout": PHOTO, "claims": [], "reading": Reading(), **seen}
    context = Context(file_name=file_name, placements=(place or Placement(),))
    return Material(
        seen=Seen(**looks),
        look=Look(black_and_white=False, sepia=False, colours=(), orientation="landscape"),
        topic=find_topic(context, any_noun=bool(looks.get("is_food"))),
        gist=caption_gist(context.main),
        context=context,
        settings=Settings(),
    )
