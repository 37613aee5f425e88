"""Names that libvips would not read as they stand: brackets at the end are its options, and pyvips knows UTF-8 only."""

import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

Rest = ParamSpec("Rest")
Made = TypeVar("Made")


def under_a_plain_name(
    function: Callable[Concatenate[Path, Rest], Made],
) -> Callable[Concatenate[Path, Rest], Made]:
    """For a function of an image's path that keeps nothing of the file: where needed, it gets a link to it."""

    @wraps(function)
    def called(path: Path, /, *rest: Rest.args, **named: Rest.kwargs) -> Made:
        if is_plain(path):
            return function(path, *rest, **named)
        with tempfile.TemporaryDirectory(prefix="picopt-") as folder:
            link = Path(folder) / "image"
            link.symlink_to(path.absolute())
            return function(link, *rest, **named)

    return called


def is_plain(path: Path) -> bool:
    """Whether libvips opens the file of this very name."""
    name = str(path)
    return not name.endswith("]") and name == name.encode("utf-8", "ignore").decode()
