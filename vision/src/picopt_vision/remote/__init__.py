"""A vision model behind any endpoint that speaks OpenAI's chat protocol."""

from picopt_vision.remote.model import RemoteModel

__all__ = ["RemoteModel"]
