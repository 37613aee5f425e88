"""What all models of the contract share."""

from typing import Annotated, Any, Final, cast

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Pixels = Annotated[int, Field(ge=1, le=65_535)]
ImageType = Annotated[str, StringConstraints(pattern=r"^image/[a-z0-9.+-]+$", max_length=100)]
MediaType = Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9.+-]+$", max_length=100)]
ImageId = Annotated[str, StringConstraints(pattern=r"^img_[A-Za-z0-9]{1,40}$")]
QuoteId = Annotated[str, StringConstraints(pattern=r"^quo_[A-Za-z0-9]{1,40}$")]
JobId = Annotated[str, StringConstraints(pattern=r"^job_[A-Za-z0-9]{1,40}$")]
ItemId = Annotated[str, StringConstraints(pattern=r"^itm_[A-Za-z0-9]{1,40}$")]
FileId = Annotated[str, StringConstraints(pattern=r"^fil_[A-Za-z0-9]{1,40}$")]
# The site's own name for a picture (the plugin sends "blog:attachment"); echoed, never interpreted.
Reference = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,100}$")]
LanguageTag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]


# The most that every reader of JSON takes exactly, and that sums of stay within 64 bits.
_LARGEST: Final = 2**53 - 1
SomeBytes = Annotated[int, Field(ge=1, le=_LARGEST)]
MaybeBytes = Annotated[int, Field(ge=0, le=_LARGEST)]

_KINDS: Final = ("int", "float", "bool")  # no set: "type" may also be a field's name, with the field's schema


def _without_conversions(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_without_conversions(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {"strict": True} if schema.get("type") in _KINDS else {}
    return {name: _without_conversions(part) for name, part in schema.items()} | strict


class Model(BaseModel):
    """A message. Unknown fields are an error, so that a misspelled setting is never silently ignored.

    So is a number that is written as a switch or a text, and the other way round: whoever sends `true` for a width
    means something else than one pixel.
    """

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Pydantic's schema, without conversions. `strict=True` for all would refuse the value of an enum, too."""
        return cast("CoreSchema", _without_conversions(handler(source)))
