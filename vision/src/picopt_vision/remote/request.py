"""The whole request in OpenAI's words, before an endpoint's dialect: messages, shape, limit and options."""

import base64
from collections.abc import Sequence
from typing import Any

from picopt_vision.context import Context, Placement
from picopt_vision.model_config import ModelConfig
from picopt_vision.picture import View
from picopt_vision.remote.prompt import facts_message, system_prompt
from picopt_vision.remote.providers import Provider, long_side, provider_of
from picopt_vision.remote.schema import output_tokens, response_format
from picopt_vision.settings import Settings


def build_request(  # noqa: PLR0913 -- everything that a request is made of
    view: View,
    context: Context,
    settings: Settings,
    places: Sequence[Placement],
    *,
    config: ModelConfig,
    provider: Provider,
) -> dict[str, Any]:
    """`messages`, `response_format`, `max_tokens` and the configured options.

    The system prompt is the same for all images of a job and comes first, so that providers find it in their cache.
    """
    system: dict[str, Any] = {"role": "system", "content": system_prompt(settings, places)}
    if provider.takes_cache_mark:
        part = {"type": "text", "text": system["content"], "cache_control": {"type": "ephemeral"}}
        system["content"] = [part]
    user = [
        {"type": "text", "text": facts_message(view, context, settings, places)},
        image_part(view, config, provider),
    ]
    return {
        "messages": [system, {"role": "user", "content": user}],
        "response_format": response_format(settings.fields, with_places=bool(places)),
        "max_tokens": output_tokens(settings.fields, places=len(places), most=config.max_output_tokens),
        **_options(config),
    }


def image_part(view: View, config: ModelConfig, provider: Provider | None = None) -> dict[str, Any]:
    """The image as a part of a message, as large as the provider's rule for tokens allows."""
    return {"type": "image_url", "image_url": _image(view, config, provider or provider_of(config))}


def _image(view: View, config: ModelConfig, provider: Provider) -> dict[str, str]:
    width, height = view.image.size
    side = long_side(provider, width, height, most_tokens=config.max_image_tokens)
    data = base64.b64encode(view.jpeg(long_side=side)).decode("ascii")
    image = {"url": f"data:image/jpeg;base64,{data}"}
    if config.image_detail and provider.takes_detail:
        image["detail"] = config.image_detail
    return image


def _options(config: ModelConfig) -> dict[str, Any]:
    """Only what was set: an option that an endpoint does not know costs a request."""
    options: dict[str, Any] = {}
    if config.reasoning_effort:
        options["reasoning_effort"] = config.reasoning_effort
    elif config.temperature is not None:
        options["temperature"] = config.temperature
    return options
