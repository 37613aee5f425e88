"""People, from faces and figures: how many and how near, never who, of what sex, age or origin (rule 12)."""

from collections.abc import Sequence
from typing import Final

from PIL import Image

from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.networks.faces import Face, find_faces
from picopt_vision.embedded.networks.objects import Spotted
from picopt_vision.embedded.sight import bodies
from picopt_vision.embedded.sight.skin import is_skin

# Height of the face as a share of the picture's height (0–1).
CLOSE: Final = 0.35
SMALL: Final = 0.03
# Faces of statues, on covers and on posters are found as well. Without colour, only large faces are believed.
SMALL_WITHOUT_COLOUR: Final = 0.12
# A single face that is smaller is somebody on a painting or a poster, or in the background.
SMALL_ALONE: Final = 0.06
# Drawn people, shirts and mannequins are taken for figures less surely, or have no face with skin.
SURE_OF_CUT_OUT: Final = 0.9
LEAST_AREA_OF_CUT_OUT: Final = 0.5
# Who is so many times lower than the face in front is in the background, and no part of what is shown.
IN_BACKGROUND: Final = 5
# More than this are a group; how many exactly, neither detector knows: some look away, some stand behind others.
FEW: Final = 3
GROUP: Final = "a group of people"


def find_people(image: Image.Image, objects: Sequence[Spotted], *, coloured: bool) -> list[Claim]:
    """A claim when there are living people, by their faces or as figures, and none otherwise."""
    figures = bodies.figures_in(objects)
    faces = _believed_faces(image, figures, coloured=coloured)
    counted = bodies.believed(figures, image, coloured=coloured, has_face=bool(faces))
    if not faces and not counted:
        return []
    is_close = any(face.height >= CLOSE for face in faces) or any(each.area >= bodies.CLOSE for each in counted)
    if any(face.height >= CLOSE for face in faces):
        faces, counted = _in_front(faces, counted)
    sure = max([*(face.probability for face in faces), *(figure.probability for figure in counted)])
    return [_claim(max(len(faces), len(counted)), sure, is_close=is_close)]


def _in_front(faces: Sequence[Face], counted: Sequence[Spotted]) -> tuple[list[Face], list[Spotted]]:
    """Without those in the background: behind somebody's own portrait of themselves passes half a town."""
    nearest = max(face.height for face in faces)
    tallest = max((each.bottom - each.top for each in counted), default=0.0)
    return (
        [face for face in faces if face.height * IN_BACKGROUND > nearest],
        [each for each in counted if (each.bottom - each.top) * IN_BACKGROUND > tallest],
    )


def is_somebody_cut_out(image: Image.Image, objects: Sequence[Spotted]) -> bool:
    """Somebody fills the image, face and all, as in portraits before a ground that makes them look like a drawing."""
    figures = [figure for figure in bodies.figures_in(objects) if figure.probability >= SURE_OF_CUT_OUT]
    if not any(figure.area >= LEAST_AREA_OF_CUT_OUT for figure in figures):
        return False
    return any(face.height >= CLOSE for face in _believed_faces(image, figures, coloured=True))


def _believed_faces(image: Image.Image, figures: Sequence[Spotted], *, coloured: bool) -> list[Face]:
    """Faces of the living, each on a figure.

    None where one face of many looks alive: colored light falls on a crowd, and pictures hang on walls.
    """
    if not figures:
        return []
    found = find_faces(image)
    faces = [
        face
        for face in found
        if _is_alive(face, image, coloured=coloured) and any(_is_of(figure, face) for figure in figures)
    ]
    is_aside = len(faces) == 1 and (faces[0].height < SMALL_ALONE or len(found) > FEW)
    return [] if is_aside else faces


def _is_alive(face: Face, image: Image.Image, *, coloured: bool) -> bool:
    if not coloured:
        return face.height >= SMALL_WITHOUT_COLOUR
    return face.height >= SMALL and is_skin(image.crop(face.middle(image.size)))


def _is_of(figure: Spotted, face: Face) -> bool:
    """The middle of the face lies on the figure."""
    across, down = (face.left + face.right) / 2, (face.top + face.bottom) / 2
    return figure.left <= across <= figure.right and figure.top <= down <= figure.bottom


def _claim(count: int, probability: float, *, is_close: bool) -> Claim:
    close = count == 1 and is_close
    phrase = "a portrait of a person" if close else "a person" if count == 1 else "people"
    if count > FEW:
        phrase = GROUP
    return Claim(
        phrase=phrase,
        noun="person" if count == 1 else "people",
        tags=("portrait", "person") if close else ("person" if count == 1 else "people",),
        probability=probability,
        source="people",
        plural=count > 1,
    )
