"""A picture and its context in, metadata that a person would sign out."""

from picopt_vision.analyse import analyse
from picopt_vision.build import build_model
from picopt_vision.errors import VisionError
from picopt_vision.model_config import ModelConfig
from picopt_vision.port import VisionModel
from picopt_vision.result import Evidence, Result, Usage
from picopt_vision.settings import Context, Settings

__all__ = [
    "Context",
    "Evidence",
    "ModelConfig",
    "Result",
    "Settings",
    "Usage",
    "VisionError",
    "VisionModel",
    "analyse",
    "build_model",
]
