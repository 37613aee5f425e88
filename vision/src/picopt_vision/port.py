"""The port behind which all vision models stand."""

from typing import Protocol

from picopt_vision.context import Context
from picopt_vision.picture import View
from picopt_vision.result import Draft
from picopt_vision.settings import Settings


class VisionModel(Protocol):
    """Describes a picture. Two implementations: `embedded.EmbeddedModel` and `remote.RemoteModel`."""

    @property
    def name(self) -> str:
        """Stored with each result, so that one can tell later who wrote it."""

    @property
    def is_draft(self) -> bool:
        """True when a person should look at the text."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Primary language subtags that it writes; empty means any."""

    def describe(self, view: View, context: Context, settings: Settings) -> Draft:
        """Text for the picture. Raises VisionError when there is none worth keeping."""
