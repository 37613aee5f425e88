"""The embedded model: an ImageNet classifier, measured pixels, and grammar. No key, no server, no download."""

from picopt_vision.embedded.model import EmbeddedModel

__all__ = ["EmbeddedModel"]
