"""The embedded model as an implementation of the port."""

import re
from itertools import pairwise
from typing import Final

from picopt_vision.embedded.classifier import classify
from picopt_vision.embedded.compose import compose
from picopt_vision.embedded.pixels import Look, measure
from picopt_vision.embedded.subjects import Subject, find_subjects
from picopt_vision.errors import VisionError
from picopt_vision.picture import View
from picopt_vision.result import Draft, Evidence, Text
from picopt_vision.settings import Context, Settings

PROMPT_VERSION: Final = "grammar-1"


class EmbeddedModel:
    """Names what it is sure of, in English, and says nothing otherwise."""

    name = "embedded-efficientnet-lite"
    is_draft = True
    languages = ("en",)

    def describe(self, view: View, context: Context, settings: Settings) -> Draft:
        """Text composed from what the pixels support. Raises VisionError: language_needs_model, no_confident_text."""
        if settings.language.split("-")[0].lower() not in self.languages:
            raise VisionError(
                "language_needs_model",
                f"The embedded model writes English only; “{settings.language}” needs a configured vision model.",
            )
        if context.role == "decorative?" and not context.is_link:
            return self._decorative()
        look = measure(view.image, view.width, view.height)
        subjects = find_subjects(classify(view.image), _hints(context))
        if not subjects:
            raise VisionError("no_confident_text", "The embedded model is not sure enough to describe this picture.")
        return self._draft(compose(subjects, look, context), subjects, look)

    def _draft(self, text: Text, subjects: list[Subject], look: Look) -> Draft:
        seen = [Evidence(claim=s.node.word, source="classifier", score=s.probability) for s in subjects]
        measured = [Evidence(claim=name, source="pixels", score=share) for name, share in look.colours]
        return Draft(
            text=text,
            language="en",
            decorative=False,
            confidence=min(1.0, subjects[0].probability),
            model=self.name,
            prompt_version=PROMPT_VERSION,
            evidence=(*seen, *measured),
            is_draft=True,
        )

    def _decorative(self) -> Draft:
        return Draft(
            text=Text(),
            language="en",
            decorative=True,
            confidence=0.5,
            model=self.name,
            prompt_version=PROMPT_VERSION,
            evidence=(Evidence(claim="decorative", source="context", score=0.5),),
            is_draft=True,
        )


def _hints(context: Context) -> frozenset[str]:
    """Words near the picture, alone and in pairs, lower case."""
    near = f"{context.file_name} {context.product_name} {context.existing_alt} {context.page_title}"
    words = re.findall(r"[a-z]+", near.lower())
    pairs = (" ".join(pair) for pair in pairwise(words))
    return frozenset(words) | frozenset(pairs)
