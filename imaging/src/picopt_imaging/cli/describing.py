"""Metadata as people write it down: a JSON file with the fields of `picopt_imaging.Metadata`."""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import click

from picopt_imaging.plan import Metadata
from picopt_imaging.values import Field

_POLICY: Final = frozenset({"write", "keep", "drop"})
_LISTS: Final = _POLICY | {"tags"}
_SWITCHES: Final = frozenset({"keep_profile"})
_AN_OBJECT: Final = 'it needs to hold an object, such as {"alt": "A cup of coffee"}.'
_NAMES: Final = tuple(field.name for field in fields(Metadata))


class MetadataType(click.ParamType[Metadata]):
    """Of an option `--metadata`."""

    name = "FILE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Metadata:
        """What the file says."""
        if isinstance(value, Metadata):
            return value
        path = Path(str(value))
        try:
            return Metadata(
                **_checked(json.loads(path.read_text(encoding="utf-8-sig")))
            )  # with a mark in front or without
        except OSError as error:
            self.fail(f"{path}: {error.strerror}.", param, ctx)
        except ValueError as error:  # of JSON, of text that is not UTF-8, of a name that is no field
            self.fail(f"{path}: {error}", param, ctx)
        except RecursionError:
            self.fail(f"{path}: it is nested too deep; {_AN_OBJECT}", param, ctx)


def _checked(told: Any) -> dict[str, Any]:
    """The same, if each field has the kind of value that it needs. Raises `ValueError`."""
    if not isinstance(told, dict):
        raise ValueError(_AN_OBJECT)  # noqa: TRY004 - of a file
    for name, value in told.items():
        if name not in _NAMES:
            raise ValueError(f"there is no field “{name}”; there are {', '.join(_NAMES)}.")
        if not _fits(name, value):
            raise ValueError(f"“{name}” needs to be {_wanted(name)}.")
        unknown = [word for word in value if word not in set(Field)] if name in _POLICY else []
        if unknown:
            raise ValueError(f"“{name}” knows no “{unknown[0]}”; there are {', '.join(Field)}.")
    return told


def _fits(name: str, value: Any) -> bool:
    if name in _LISTS:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    return isinstance(value, bool if name in _SWITCHES else str)


def _wanted(name: str) -> str:
    return "a list of words" if name in _LISTS else "true or false" if name in _SWITCHES else "text"
