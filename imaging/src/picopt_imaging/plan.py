"""What the caller wants: plain frozen values that can be pickled."""

from dataclasses import dataclass, field

from picopt_imaging.values import Field, Format, Preset


@dataclass(frozen=True, kw_only=True)
class Size:
    """One sub-size: a name and the six numbers of WordPress' `image_resize_dimensions()`.

    All in pixels; the source rectangle is one of the upright original (orientation applied).
    """

    name: str
    src_x: int
    src_y: int
    src_w: int
    src_h: int
    dst_w: int
    dst_h: int
    replaces_bytes: int | None = None
    """Bytes of the file that this one is to replace: what would not be smaller is not delivered. None: not known."""


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """Text to embed, and what happens to each field: written, kept from the source, or dropped.

    A field that is to be written but has no text here keeps the source's text. Rights fields survive unless dropped.
    Dropping wins over everything.
    """

    alt: str = ""
    title: str = ""
    caption: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    copyright: str = ""
    creator: str = ""
    credit: str = ""
    write: frozenset[Field] = frozenset({Field.TITLE, Field.ALT, Field.CAPTION, Field.DESCRIPTION, Field.KEYWORDS})
    keep: frozenset[Field] = frozenset({Field.COPYRIGHT, Field.CREATOR, Field.CREDIT, Field.DATE})
    drop: frozenset[Field] = frozenset({Field.GPS})
    keep_profile: bool = False
    """Keep the color profile instead of converting to sRGB."""

    def __post_init__(self) -> None:
        """Take any iterable of words or field names, as they come from JSON."""
        object.__setattr__(self, "tags", tuple(self.tags))
        for name in ("write", "keep", "drop"):
            object.__setattr__(self, name, frozenset(Field(value) for value in getattr(self, name)))


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One picture's order: format, quality, sizes, metadata. Names and values equal the contract's."""

    format: Format = Format.WEBP
    preset: Preset = Preset.AUTO
    target: float = 70
    """SSIMULACRA2 score that preset `auto` must reach: 80 visually lossless, 70 default, 60 small."""
    force_format: bool = False
    """Deliver the chosen format even where it is not smaller than the original."""
    max_width: int | None = None
    max_height: int | None = None
    sizes: tuple[Size, ...] = ()
    breakpoints: tuple[int, ...] = ()
    """Extra widths in pixels; never enlarged."""
    metadata: Metadata = field(default_factory=Metadata)

    def __post_init__(self) -> None:
        """Take plain strings and lists, as they come from JSON."""
        object.__setattr__(self, "format", Format(self.format))
        object.__setattr__(self, "preset", Preset(self.preset))
        object.__setattr__(self, "sizes", tuple(self.sizes))
        object.__setattr__(self, "breakpoints", tuple(self.breakpoints))
