"""People, from their faces: how many and how near, never who, of what sex, age or origin (rule 12)."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from PIL import Image

from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.faces import Face, find_faces

# Height of the face as a share of the picture's height (0–1).
CLOSE: Final = 0.35
SMALL: Final = 0.03
# Faces of statues, on covers and on posters are found as well. Skin of every tone has hues between red and orange
# (5–35°) and some saturation; stone, metal and print mostly do not. Without colour, only large faces are believed.
SKIN_HUES: Final = (4.0, 34.0)
SKIN_SATURATION: Final = 0.18
SMALL_WITHOUT_COLOUR: Final = 0.12
# A single face that is smaller is somebody on a painting or a poster, or in the background.
SMALL_ALONE: Final = 0.06
# More than this are a group; how many exactly, a detector of faces does not know: some look away.
FEW: Final = 3


def find_people(image: Image.Image, *, coloured: bool) -> list[Claim]:
    """A claim when there are faces of living people, and none otherwise.

    Nor is there one where one face of many looks alive: colored light falls on a crowd, and pictures hang on walls.
    """
    found = find_faces(image)
    faces = [face for face in found if _is_person(face, image, coloured=coloured)]
    is_aside = len(faces) == 1 and (faces[0].height < SMALL_ALONE or len(found) > FEW)
    return [_claim(faces)] if faces and not is_aside else []


def _is_person(face: Face, image: Image.Image, *, coloured: bool) -> bool:
    if not coloured:
        return face.height >= SMALL_WITHOUT_COLOUR
    return face.height >= SMALL and _looks_like_skin(image.crop(face.middle(image.size)))


def _looks_like_skin(patch: Image.Image) -> bool:
    hue, saturation, _ = np.asarray(patch.convert("HSV"), np.float32).reshape(-1, 3).T
    low, high = SKIN_HUES
    return bool(low <= np.median(hue) * 360 / 255 <= high and np.median(saturation) / 255 >= SKIN_SATURATION)


def _claim(faces: Sequence[Face]) -> Claim:
    count = len(faces)
    close = count == 1 and faces[0].height >= CLOSE
    phrase = "a portrait of a person" if close else "a person" if count == 1 else "people"
    if count > FEW:
        phrase = "a group of people"
    return Claim(
        phrase=phrase,
        noun="person" if count == 1 else "people",
        tags=("portrait", "person") if close else ("person" if count == 1 else "people",),
        probability=faces[0].probability,
        source="faces",
        plural=count > 1,
    )
