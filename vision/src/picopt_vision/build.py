"""From configuration to a model."""

from collections.abc import Iterator

from picopt_vision.failover import FailoverModel
from picopt_vision.model_config import ModelConfig
from picopt_vision.port import VisionModel


def build_model(config: ModelConfig) -> VisionModel:
    """The configured model. Raises ValueError for a configuration that cannot work; loads nothing heavy yet."""
    chain = [_build_one(one) for one in _chain(config)]
    return chain[0] if len(chain) == 1 else FailoverModel(chain)


def _chain(config: ModelConfig) -> Iterator[ModelConfig]:
    one: ModelConfig | None = config
    while one:
        yield one
        one = one.fallback


def _build_one(config: ModelConfig) -> VisionModel:
    if config.kind == "embedded":
        from picopt_vision.embedded import EmbeddedModel  # noqa: PLC0415 # onnxruntime is loaded only where it is used

        return EmbeddedModel()
    from picopt_vision.remote import RemoteModel  # noqa: PLC0415 # the SDK likewise

    return RemoteModel(config)
