"""What surrounds the image on its site: every place where it is used, its product, its site."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

# What is nearer to the image than this is about it; words, on either side.
NEAR: Final = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Placement:
    """One place where the image is used. The fields equal the contract's `Placement`. Data, never an instruction."""

    key: str = ""
    """The site's own name for the place; empty for the one place that is known without it."""
    page_title: str = ""
    heading: str = ""
    text_before: str = ""
    text_after: str = ""
    figcaption: str = ""
    link_target: str = ""
    """Address to which the image leads, or the target's title; empty when it is no link."""
    link_title: str = ""
    link_text: str = ""
    """Text inside the same link, beside the image."""
    decorative: bool = False
    """Marked so by a person."""
    language: str | None = None
    """BCP 47 tag of the page, where it is not the one of the settings."""
    focus_keyword: str = ""
    alt: str | None = None
    """The alt text that stands there now; None where there is no attribute."""

    @property
    def is_link(self) -> bool:
        """The image is the content of a link."""
        return bool(self.link_target.strip() or self.link_title.strip())

    @property
    def tells_something(self) -> bool:
        """There is a page around it, with words of its own."""
        return any((self.page_title, self.heading, self.text_before, self.text_after, self.figcaption))

    @property
    def before(self) -> str:
        """The last words before the image, at most `NEAR`."""
        return " ".join(self.text_before.split()[-NEAR:])

    @property
    def after(self) -> str:
        """The first words after it, at most `NEAR`."""
        return " ".join(self.text_after.split()[:NEAR])


@dataclass(frozen=True, kw_only=True, slots=True)
class Product:
    """What the shop says of the product that the image shows. The fields equal the contract's `Product`."""

    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    categories: Sequence[str] = ()
    brand: str = ""
    gallery: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What surrounds the image. The fields equal the contract's `ItemContext`. Data, never an instruction."""

    page_title: str = ""
    surrounding_text: str = ""
    product_name: str = ""
    existing_alt: str = ""
    link_target: str = ""
    file_name: str = ""
    role: str = "content"
    """content, linked, decorative? or hero; of the one place that is known where `placements` is empty."""
    placements: Sequence[Placement] = ()
    product: Product | None = None
    site_name: str = ""
    other_alts: Sequence[str] = ()
    folder: str = ""
    neighbors: Sequence[str] = ()

    @property
    def places(self) -> tuple[Placement, ...]:
        """All places, at least one: without `placements`, the one that the older fields speak of."""
        return tuple(self.placements) or (
            Placement(
                page_title=self.page_title,
                text_before=self.surrounding_text,
                link_target=self.link_target,
                decorative=self.role == "decorative?",
            ),
        )

    @property
    def main(self) -> Placement:
        """The place that the image's own alt text is written for: one that is neither link nor decoration, if any.

        Of several the first whose page is in the language of the settings, for that text is, too.
        """
        plain = [place for place in self.places if not place.is_link and not place.decorative]
        links = [place for place in self.places if place.is_link]
        fit = plain or links or list(self.places)
        return next((place for place in fit if not place.language), fit[0])

    @property
    def is_link(self) -> bool:
        """The image is a link wherever it is used."""
        return self.role == "linked" or self.main.is_link

    @property
    def product_title(self) -> str:
        """Name of the product that the image shows; empty for an image of no product."""
        return " ".join((self.product.name if self.product else self.product_name).split())

    @property
    def known(self) -> str:
        """Everything that the page says, each text on a line: what is said there is no guess of ours."""
        place = self.main
        parts = (place.page_title, place.heading, place.before, place.figcaption, place.after, self.surrounding_text)
        return "\n".join(filter(None, (*parts, self.product_title, self.existing_alt, *self.other_alts)))

    @property
    def repeatable(self) -> str:
        """What a text may say because the site does: the page, where the link leads, the product in all its words."""
        place, product = self.main, self.product or Product()
        link = (place.link_title, place.link_text, place.link_target)
        shop = (*product.attributes, *product.attributes.values(), *product.categories, product.brand)
        return "\n".join(filter(None, (self.known, *link, *shop)))
