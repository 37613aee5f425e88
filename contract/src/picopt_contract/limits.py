"""Limits and defaults that several parts share. Served to the plugin by `GET /v1/capabilities`."""

from typing import Final

from pydantic import BaseModel, ConfigDict

MIB: Final = 1024 * 1024
# What an Idempotency-Key may be. Eight characters at least: a shorter one is hardly anybody's own.
IDEMPOTENCY_KEY_PATTERN: Final = r"^[\x21-\x7e]{8,200}$"
IDEMPOTENCY_KEY_RULE: Final = "8 to 200 visible ASCII characters"


class Limits(BaseModel):
    """The one table of shared limits. Sizes in bytes or pixels, times in seconds."""

    model_config = ConfigDict(frozen=True)

    upload_bytes: int = 100 * MIB
    upload_part_bytes: int = 8 * MIB
    direct_url_seconds: int = 300
    picture_pixels: int = 100_000_000
    sizes_per_item: int = 40
    # An item's sizes together may hold at most this many times the source's pixels.
    output_pixels_per_source_pixel: int = 3
    items_per_job: int = 100
    # Distinct contexts of one image that one analysis takes into account, and the text on either side, in characters.
    placements_per_item: int = 20
    passage_characters: int = 600
    hold_seconds: int = 72 * 3600
    # What an order with `may_wait` waits for a batch at most, before its images are described at once.
    batch_seconds: int = 24 * 3600
    quote_seconds: int = 15 * 60
    result_seconds: int = 30 * 24 * 3600
    unused_original_seconds: int = 24 * 3600
    idempotency_seconds: int = 30 * 24 * 3600
    plugin_lease_seconds: int = 120
    key_cache_seconds: int = 5
    long_poll_seconds: int = 5
    previews_per_hour: int = 20
    preview_pixels_long_side: int = 1024


LIMITS: Final = Limits()
