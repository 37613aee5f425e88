"""What providers differ in by their own documents: how they count an image, and which options they take."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from picopt_vision.model_config import ModelConfig
from picopt_vision.picture import LONG_SIDE

# Below this, text in images can no longer be read.
LEAST_SIDE: Final = 640
# Tokens that an image may take: more detail than this changes no alt text, and costs.
MOST_IMAGE_TOKENS: Final = 800


def _openai(width: int, height: int) -> int:
    """85 tokens, and 170 for each tile of 512 px, the short side at most 768 px (OpenAI, "Images and vision")."""
    scale = min(1.0, 2048 / max(width, height), 768 / min(width, height))
    return 85 + 170 * math.ceil(width * scale / 512) * math.ceil(height * scale / 512)


def _anthropic(width: int, height: int) -> int:
    """One token for 750 pixels (Anthropic, "Vision")."""
    return math.ceil(width * height / 750)


def _gemini(width: int, height: int) -> int:
    """258 tokens up to 384 px, else for each tile of about 768 px (Google, "Understand and count tokens")."""
    if max(width, height) <= 384:
        return 258
    side = min(max(math.floor(min(width, height) / 1.5), 256), 768)
    return 258 * math.ceil(width / side) * math.ceil(height / side)


def _patches(width: int, height: int) -> int:
    """One token for 28 × 28 pixels, as open models of Qwen's kind count."""
    return math.ceil(width / 28) * math.ceil(height / 28)


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider's ways."""

    name: str
    hosts: tuple[str, ...]
    image_tokens: Callable[[int, int], int]
    takes_detail: bool = False
    """`detail` beside the image's address."""
    takes_cache_mark: bool = False
    """`cache_control` on a message part: what is before it is kept and costs a tenth. Others cache by themselves."""


PROVIDERS: Final = (
    Provider("openai", ("api.openai.com",), _openai, takes_detail=True),
    Provider("anthropic", ("api.anthropic.com",), _anthropic),
    Provider("gemini", ("generativelanguage.googleapis.com",), _gemini),
    Provider("openrouter", ("openrouter.ai",), _openai, takes_detail=True, takes_cache_mark=True),
    Provider("other", (), _patches),
)


def provider_of(config: ModelConfig) -> Provider:
    """By the configured name, else by the address; `other` for one's own server."""
    if config.provider:
        return next(one for one in PROVIDERS if one.name == config.provider)
    host = urlsplit(config.base_url).hostname or ("api.openai.com" if not config.base_url else "")
    return next((one for one in PROVIDERS if host in one.hosts), PROVIDERS[-1])


def long_side(provider: Provider, width: int, height: int, *, most_tokens: int = MOST_IMAGE_TOKENS) -> int:
    """The largest long side in pixels, 640 to 1024, at which the image takes no more than `most_tokens`.

    Where no size does, the largest of those that take the fewest: some rules count tiles whatever the size.
    """
    ratio = min(width, height) / max(width, height)
    start = min(LONG_SIDE, max(width, height))
    sides = range(start, min(LEAST_SIDE, start) - 1, -16)
    tokens = {side: provider.image_tokens(side, max(1, round(side * ratio))) for side in sides}
    allowed = max(most_tokens, min(tokens.values()))
    return max(side for side, count in tokens.items() if count <= allowed)
