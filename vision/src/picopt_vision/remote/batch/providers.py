"""Which provider's batches a configuration means."""

from picopt_vision.model_config import ModelConfig
from picopt_vision.remote.batch.anthropic import AnthropicBatches
from picopt_vision.remote.batch.openai import OpenAIBatches
from picopt_vision.remote.batch.protocol import BatchProtocol
from picopt_vision.remote.providers import provider_of


def protocol_of(config: ModelConfig) -> BatchProtocol:
    """The protocol of the configured provider. Raises ValueError for one that has no batches we know."""
    name = provider_of(config).name
    if name == "anthropic":
        return AnthropicBatches(config)
    if name == "openai":
        return OpenAIBatches(config)
    raise ValueError(f"There is no batch lane for the provider “{name}”: OpenAI's and Anthropic's are supported.")
