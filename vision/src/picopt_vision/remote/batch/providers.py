"""Which provider's batches a configuration means."""

from picopt_vision.model_config import ModelConfig
from picopt_vision.remote.batch.anthropic import AnthropicBatches
from picopt_vision.remote.batch.openai import OpenAIBatches
from picopt_vision.remote.batch.protocol import BatchProtocol
from picopt_vision.remote.providers import provider_of


def protocol_of(config: ModelConfig, name: str = "") -> BatchProtocol:
    """The protocol of this name, else of the configured provider. Raises ValueError for one that we do not know."""
    name = name or provider_of(config).name
    if name == "anthropic":
        return AnthropicBatches(config)
    if name == "openai":
        return OpenAIBatches(config)
    raise ValueError(f"There is no batch lane for the provider “{name}”: OpenAI's and Anthropic's are supported.")
