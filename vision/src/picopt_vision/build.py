"""From configuration to a model."""

from collections.abc import Iterator, Mapping

from picopt_vision.failover import FailoverModel
from picopt_vision.model_config import ModelConfig
from picopt_vision.port import VisionModel


def build_model(config: ModelConfig, answers: Mapping[str, str] | None = None) -> VisionModel:
    """The configured model. Raises ValueError for a configuration that cannot work; loads nothing heavy yet.

    `answers` that batches brought, by their questions' keys, are taken before the first model is asked; whoever calls
    may fill them later.
    """
    first, *others = _chain(config)
    chain = [_build_one(first, answers), *map(_build_one, others)]
    return chain[0] if len(chain) == 1 else FailoverModel(chain)


def _chain(config: ModelConfig) -> Iterator[ModelConfig]:
    one: ModelConfig | None = config
    while one:
        yield one
        one = one.fallback


def _build_one(config: ModelConfig, answers: Mapping[str, str] | None = None) -> VisionModel:
    if config.kind == "embedded":
        from picopt_vision.embedded import EmbeddedModel  # noqa: PLC0415 -- onnxruntime is loaded only where it is used

        return EmbeddedModel()
    from picopt_vision.remote import RemoteModel  # noqa: PLC0415 -- the SDK likewise

    if answers is None:
        return RemoteModel(config)
    from picopt_vision.remote.batch.apart import AnsweredClient  # noqa: PLC0415 -- as above
    from picopt_vision.remote.client import Client  # noqa: PLC0415 -- as above

    return RemoteModel(config, AnsweredClient(config, answers, Client(config)))
