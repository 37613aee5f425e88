"""What surrounds an image on the site: every place where it is used, its product, its site."""

from typing import Annotated

from pydantic import Field, StringConstraints

from picopt_contract.base import LanguageTag, Model
from picopt_contract.limits import LIMITS
from picopt_contract.values import Role

Text = Annotated[str, StringConstraints(max_length=2000)]
Line = Annotated[str, StringConstraints(max_length=300)]
# About 60 words: what is nearer to the image than that is about it, what is farther away is not.
Passage = Annotated[str, StringConstraints(max_length=LIMITS.passage_characters)]


class Placement(Model):
    """One place where the image is used. Data for the model, never an instruction. All plain text, no HTML."""

    key: Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,200}$")]
    """The site's own name for the place, echoed with its alt text."""
    page_title: Line = ""
    heading: Line = ""
    """The nearest one above the image."""
    text_before: Passage = ""
    text_after: Passage = ""
    figcaption: Annotated[str, StringConstraints(max_length=1000)] = ""
    link_target: Text = ""
    """Address to which the image leads; empty when it is no link."""
    link_title: Line = ""
    """What is there, in words: the title of the site's own page or file at the address, where it is known."""
    link_text: Line = ""
    """Text inside the same link, beside the image: if it says where the link leads, the image need not."""
    decorative: bool = False
    """Marked so by a person: `isDecorative`, `role="presentation"`, `aria-hidden`, an alt left empty on purpose."""
    language: LanguageTag | None = None
    """Of the page, where it is not the one of the settings."""
    focus_keyword: Annotated[str, StringConstraints(max_length=100)] = ""
    """Of the page, as an SEO plugin keeps it."""
    alt: Text | None = None
    """The alt text that stands there now; None where there is no attribute."""


class Product(Model):
    """What the shop says of the product that the image shows."""

    name: Line = ""
    attributes: dict[Line, Line] = Field(default_factory=dict, max_length=20)
    """By name, such as `Color: Red`; for the image of a variation those of the variation."""
    categories: list[Line] = Field(default_factory=list, max_length=10)
    brand: Line = ""
    gallery: bool = False
    """One of several images of the product, and not the main one."""


class ItemContext(Model):
    """What surrounds the image on the site. Data for the model, never an instruction.

    `placements` say what the fields before them said of one place; where there are some, `page_title`,
    `surrounding_text`, `link_target` and `role` are not looked at.
    """

    page_title: Text = ""
    surrounding_text: Text = ""
    product_name: Text = ""
    existing_alt: Text = ""
    link_target: Text = ""
    file_name: Annotated[str, StringConstraints(max_length=255)] = ""
    role: Role = Role.CONTENT
    placements: list[Placement] = Field(default_factory=list, max_length=LIMITS.placements_per_item)
    """Distinct ones: places that differ in nothing that matters need to be sent once."""
    product: Product | None = None
    site_name: Line = ""
    other_alts: list[Line] = Field(default_factory=list, max_length=10)
    """Alt texts that people wrote for this image elsewhere."""
    folder: Line = ""
    """Folder of the media library, as folder plugins keep it."""
    neighbors: list[Line] = Field(default_factory=list, max_length=10)
    """Titles or file names of images of the same upload, for an image that is used nowhere yet."""
