"""Results in words."""

import re
import unicodedata
from pathlib import Path
from typing import Any, Final

import click

from picopt_imaging.errors import ImagingError

Result = dict[str, Any]
_NOT_FOR_A_TERMINAL: Final = frozenset({"Cc", "Zl", "Zp"})
"""Unicode's categories of control characters and ends of lines."""
_OF_UPLOADS: Final = re.compile(r" Upload the (whole )?image again\.$")
_BYTES: Final = re.compile(r"(?<=\bhave |.\bhas )\d{4,}(?!\d| ×| pixels| frames)")
_ENCODED: Final = {"lossless": "lossless", "palette": "palette", "near_lossless": "near-lossless"}


def say(line: str, *, err: bool = False) -> None:
    """One line on the terminal, which obeys no control characters that names of files hold."""
    shown = (repr(sign)[1:-1] if unicodedata.category(sign) in _NOT_FOR_A_TERMINAL else sign for sign in line)
    click.echo("".join(shown), err=err)


def reason(error: OSError) -> str:
    """What the system says, without its number."""
    where = "" if error.filename is None else f": {error.filename}"
    return f"{error.strerror}{where}" if error.strerror else str(error)


def message_of(error: ImagingError) -> str:
    """The library's sentence, without what only whoever uploads images can do."""
    return _OF_UPLOADS.sub("", error.message)


def locked_folder(error: OSError) -> Result:
    """Of a folder that may not be read."""
    return error_result(error.filename, "not_read", reason(error))


def error_result(image: Path | str, code: str, message: str, to: str | None = None) -> Result:
    """Of an image that failed, in one format where only that failed."""
    return {"image": str(image), **({"format": str(to)} if to else {}), "error": code, "message": message}


def not_found(word: str) -> Result:
    """Of a word that leads to no image."""
    return error_result(word, "not_found", "No image was found here.")


def failed(result: Result) -> bool:
    """Whether something was asked for that was not done."""
    return "error" in result


def line_of(result: Result) -> list[str]:
    """A line, and one for each note."""
    return [_headline(result), *(f"  {_grouped(note)}" for note in result.get("notes", ()))]


def _headline(result: Result) -> str:
    image = result["image"]
    if failed(result):
        return f"{image}: {result['error']}: {_grouped(result['message'])}"
    if "would_make" in result:
        return f"{image}: would make {', '.join(result['would_make'])}"
    if result["outcome"] == "no_gain":
        return f"{image}: original kept ({result['reason']})"
    full, before = result["files"][0], result["source"]["bytes"]
    saved = round(100 * (1 - full["bytes"] / before))
    change = f"{saved} % saved" if saved >= 0 else f"{-saved} % more"
    quality = _ENCODED.get(full["method"], f"quality {full['quality']}")
    files = "1 file" if len(result["files"]) == 1 else f"{len(result['files'])} files"
    return (
        f"{image}: {before:,} → {full['bytes']:,} bytes ({change}), "
        f"{result['format']}, {quality}, score {full['score']:.1f}, {files}"
    )


def _grouped(note: str) -> str:
    """With bytes written as in headlines; the library leaves that to whoever translates its notes."""
    return _BYTES.sub(lambda found: f"{int(found[0]):,}", note)
