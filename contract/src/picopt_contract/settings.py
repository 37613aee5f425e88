"""The settings of a job, as the wizard offers them."""

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

from picopt_contract.base import LanguageTag, Model, Pixels, SomeBytes
from picopt_contract.context import ItemContext, Text
from picopt_contract.limits import LIMITS
from picopt_contract.values import Format, MetadataField, Preset, TextField

Word = Annotated[str, StringConstraints(min_length=1, max_length=100)]


def _fresh(*values: StrEnum) -> Any:
    """A default that is a new list each time; Pydantic would copy one deeply, which costs ten times as much."""
    return Field(default_factory=lambda: list(values), json_schema_extra={"default": list(values)})


class SizeRequest(Model):
    """One sub-size: WordPress' name and the six numbers of `image_resize_dimensions()`, obeyed as they are.

    All in pixels of the upright original (EXIF orientation applied).
    """

    name: Annotated[str, StringConstraints(pattern=r"^[^/\\\x00-\x1f]{1,100}$")]
    src_x: int = Field(ge=0, le=65_535)
    src_y: int = Field(ge=0, le=65_535)
    src_w: Pixels
    src_h: Pixels
    dst_w: Pixels
    dst_h: Pixels
    replaces_bytes: SomeBytes | None = None
    """Of the file that this one is to replace, where it is known: what would not be smaller is left out."""


class MetadataPolicy(Model):
    """What is embedded in the files, field by field; a field in no list is kept only where it is a rights field."""

    write: list[MetadataField] = _fresh(
        MetadataField.TITLE, MetadataField.ALT, MetadataField.CAPTION, MetadataField.DESCRIPTION, MetadataField.KEYWORDS
    )
    """Written from the attachment's text."""
    keep: list[MetadataField] = _fresh(
        MetadataField.COPYRIGHT, MetadataField.CREATOR, MetadataField.CREDIT, MetadataField.DATE
    )
    """Carried over from the source file."""
    drop: list[MetadataField] = _fresh(MetadataField.GPS)
    """Never in a result, whatever else is said."""
    keep_profile: bool = False
    """Keep the color profile instead of converting to sRGB."""


class ExportSettings(Model):
    """How files are made."""

    format: Format = Format.WEBP
    preset: Preset = Preset.AUTO
    target: float = Field(default=70, ge=30, le=95)
    """SSIMULACRA2 score that preset `auto` must reach: 80 visually lossless, 70 default, 60 small."""
    force_format: bool = False
    """Deliver the chosen format even where it is not smaller than the original."""
    max_width: Pixels | None = None
    max_height: Pixels | None = None
    breakpoints: list[Pixels] = Field(default_factory=list, max_length=10)
    """Extra widths for srcset, in pixels; never enlarged."""
    metadata: MetadataPolicy = Field(default_factory=MetadataPolicy)
    score_all: bool = Field(default=False, json_schema_extra={"deprecated": True})
    """Without effect: every file is scored whole. Accepted because earlier orders contain it."""


class AnalysisSettings(Model):
    """How text is written."""

    language: LanguageTag = "en"
    tone: Annotated[str, StringConstraints(max_length=100)] = ""
    keywords: list[Word] = Field(default_factory=list, max_length=20)
    negative_keywords: list[Word] = Field(default_factory=list, max_length=20)
    brand: Annotated[str, StringConstraints(max_length=100)] = ""
    max_alt_length: int = Field(default=125, ge=20, le=500)
    """Characters; a longer alt text is a warning, not an error."""
    custom_instruction: Text = ""
    fields: list[TextField] = _fresh(*TextField)
    use_location: bool = False
    """Let GPS coordinates of the file lead to a place name in the text."""
    glossary: list[Annotated[str, StringConstraints(max_length=200)]] = Field(default_factory=list, max_length=100)
    """The site's own names, products and spellings. It makes no paid analysis new: it grows while a person reviews."""


class JobSettings(Model):
    """All settings of a job. A part that the pipeline does not use is ignored."""

    export: ExportSettings = Field(default_factory=ExportSettings)
    analysis: AnalysisSettings = Field(default_factory=AnalysisSettings)
    reprocess: bool = False
    """Make and charge new work even where a result is already paid for."""


class AttachmentText(Model):
    """The attachment's present fields: what is embedded when no new text is made. Rights fields win over the file's."""

    alt: Text = ""
    title: Text = ""
    caption: Text = ""
    description: Annotated[str, StringConstraints(max_length=20_000)] = ""
    tags: list[Word] = Field(default_factory=list, max_length=50)
    copyright: Text = ""
    creator: Text = ""
    credit: Text = ""


class PictureItem(Model):
    """One image of a quote or job, identified by the SHA-256 of the original's bytes."""

    reference: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,100}$")]
    """The site's own name for it, echoed in every answer."""
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    bytes: SomeBytes
    width: Pixels
    height: Pixels
    """Of the upright image."""
    media_type: Annotated[str, StringConstraints(pattern=r"^image/[a-z0-9.+-]+$")]
    sizes: list[SizeRequest] = Field(default_factory=list, max_length=LIMITS.sizes_per_item)
    context: ItemContext = Field(default_factory=ItemContext)
    text: AttachmentText = Field(default_factory=AttachmentText)

    @model_validator(mode="after")
    def _sizes_fit(self) -> Self:
        names = [size.name for size in self.sizes]
        refuse_sizes_that_do_not_fit(
            names, sum([size.dst_w * size.dst_h for size in self.sizes]), self.width * self.height
        )
        return self


def refuse_sizes_that_do_not_fit(names: list[str], pixels: int, source_pixels: int) -> None:
    """Raise `ValueError` when two sizes have the same name, or all of them hold too many pixels for their source."""
    if len(set(names)) != len(names):
        raise ValueError("two sizes have the same name")
    limit = LIMITS.output_pixels_per_source_pixel * source_pixels
    if pixels > limit:
        raise ValueError(f"the sizes hold {pixels} pixels together; at most {limit} are made of this image")
