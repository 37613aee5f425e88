"""Whether a message is right, without building it.

Whoever passes a message on needs no objects of it. A quote for ten images is about sixty, with their defaults, and they
take as long as everything else that its validation does.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from pydantic import BaseModel
from pydantic_core import CoreSchema, SchemaValidator

from picopt_contract.settings import PictureItem, refuse_sizes_that_do_not_fit

Message = dict[str, Any]


def checker(model: type[BaseModel]) -> SchemaValidator:
    """What takes and refuses the same JSON as the model, with the same errors, and gives dictionaries without defaults.

    Raises `TypeError` for a model with a validator that `_RULES` does not have.
    """
    return SchemaValidator(cast("CoreSchema", _without_objects(model.__pydantic_core_schema__)))


def _picture_item(item: Message) -> Message:
    if sizes := item.get("sizes"):
        names = [size["name"] for size in sizes]
        pixels = sum([size["dst_w"] * size["dst_h"] for size in sizes])  # a list: many a request has fifty of them
        refuse_sizes_that_do_not_fit(names, pixels, item["width"] * item["height"])
    return item


# Validators of whole models ask for the fields of an object; these ask for those of a dictionary.
_RULES: Final[Mapping[type, Callable[[Message], Message]]] = {PictureItem: _picture_item}


def _without_objects(schema: Any) -> Any:
    """Pydantic's schema with a dictionary in the place of each model."""
    if isinstance(schema, list):
        return [_without_objects(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    match schema.get("type"):
        case "model":
            return _as_dictionary(schema)
        case "default":
            return _without_objects(schema["schema"])
        case "function-after" | "function-before" | "function-wrap" | "function-plain":
            return {**schema, "schema": _without_objects(schema.get("schema")), "function": _rule(schema)}
    return {name: _without_objects(part) for name, part in schema.items()}


def _as_dictionary(schema: Mapping[str, Any]) -> dict[str, Any]:
    fields = schema["schema"]["fields"]
    return {
        "type": "typed-dict",
        "config": schema["config"],
        "fields": {
            name: {
                "type": "typed-dict-field",
                "required": field["schema"]["type"] != "default",
                "schema": _without_objects(field["schema"]),
            }
            for name, field in fields.items()
        },
    }


def _rule(schema: Mapping[str, Any]) -> dict[str, Any]:
    model = schema.get("schema", {}).get("cls")
    if schema["type"] != "function-after" or model not in _RULES:
        raise TypeError(f"{model or schema['type']} has a validator that is not known here")
    return {"type": "no-info", "function": _RULES[model]}
