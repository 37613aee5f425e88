"""Results in words."""

from pathlib import Path
from typing import Any

Result = dict[str, Any]


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
    return [_headline(result), *(f"  {note}" for note in result.get("notes", ()))]


def _headline(result: Result) -> str:
    image = result["image"]
    if failed(result):
        return f"{image}: {result['error']}: {result['message']}"
    if "would_make" in result:
        return f"{image}: would make {', '.join(result['would_make'])}"
    if result["outcome"] == "no_gain":
        return f"{image}: original kept ({result['reason']})"
    full, before = result["files"][0], result["source"]["bytes"]
    saved = 100 * (1 - full["bytes"] / before)
    quality = "lossless" if full["quality"] is None else f"quality {full['quality']}"
    files = "1 file" if len(result["files"]) == 1 else f"{len(result['files'])} files"
    return (
        f"{image}: {before:,} → {full['bytes']:,} bytes ({saved:.0f} % saved), "
        f"{result['format']}, {quality}, score {full['score']:.1f}, {files}"
    )
