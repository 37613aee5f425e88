"""An OpenAI-compatible endpoint that answers from files, for tests."""

from picopt_vision.scripted.server import Script, read_script, serve

__all__ = ["Script", "read_script", "serve"]
