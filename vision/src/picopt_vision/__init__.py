"""A picture and its context in, metadata that a person would sign out."""

from picopt_vision.analyse import analyse
from picopt_vision.build import build_model
from picopt_vision.context import Context, Placement, Product
from picopt_vision.errors import VisionError
from picopt_vision.model_config import ModelConfig
from picopt_vision.port import VisionModel
from picopt_vision.result import Evidence, PlacementAlt, Result, Usage
from picopt_vision.settings import Settings

__all__ = [
    "Context",
    "Evidence",
    "ModelConfig",
    "Placement",
    "PlacementAlt",
    "Product",
    "Result",
    "Settings",
    "Usage",
    "VisionError",
    "VisionModel",
    "analyse",
    "build_model",
]
