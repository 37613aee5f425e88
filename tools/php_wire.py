"""Writes the plugin's classes of what crosses the wire from `contract/openapi.json` (`make contract`).

Each model becomes a class with readonly properties, `read()` for what comes and `jsonSerialize()` for what is sent;
each closed list of names an enum. `--check` fails when a committed file differs or is left over (`make lint`).

A newer service may say more than this plugin knows. Fields that a model does not have are ignored; a name that an enum
does not have is read as null; codes of errors and reasons, which are handed on as they come, stay text.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import Any, Final

TOP: Final = Path(__file__).resolve().parents[1]
DOCUMENT: Final = TOP / "contract/openapi.json"
FOLDER: Final = TOP / "wordpress/picture-optimizer/src/Api/Wire"
# What the plugin sends and gets; all that these hold comes along.
ROOTS: Final = (
    "Account",
    "Capabilities",
    "ConnectCodes",
    "ConnectRequest",
    "ConnectToken",
    "ConnectTokenRequest",
    "DirectUpload",
    "DirectUploadRequest",
    "Downloads",
    "Image",
    "Item",
    "Job",
    "JobRequest",
    "Preview",
    "PreviewRequest",
    "Problem",
    "Quote",
    "QuoteRequest",
    "Receipt",
    "ReceiptAnswer",
    "RegenerateRequest",
    "ReviewedText",
    "Service",
    "UploadProgress",
)
# Lists that grow with the service: handed on as text.
OPEN: Final = {"ErrorCode": "^[a-z_]{1,60}$", "ReasonCode": "^[a-z_]{1,60}$"}
# Types of JSON that are one value: PHP's name for them, and how `Reader` reads them.
PLAIN: Final = {
    "string": ("string", "text"),
    "integer": ("int", "whole"),
    "number": ("float", "number"),
    "boolean": ("bool", "flag"),
}
HEAD: Final = """<?php

// Made from contract/openapi.json by tools/php_wire.py; `make contract` makes it again.

declare(strict_types=1);

namespace PictureOptimizer\\Api\\Wire;
"""
IMPORTS: Final = """
use PictureOptimizer\\Api\\BrokenAnswer;
use PictureOptimizer\\Api\\Reader;
"""
Schema = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """How PHP writes a type: declared, in doc comments, and how a value of it is read and defaulted."""

    declared: str
    documented: str
    read: str  # an expression over $from
    nullable: bool = False


@dataclass(frozen=True)
class Property:
    """One property of a model."""

    field: str
    kind: Kind
    text: str  # what the contract says of it
    value: str | None  # what it is when it is not given, as a PHP expression; None when it must be given

    @property
    def is_map(self) -> bool:
        """Whether its fields are not known before: JSON has an object there, also when it is empty."""
        return self.kind.documented.startswith("array<string, ")

    @property
    def sent(self) -> str:
        """What is sent, as a PHP expression."""
        return f"(object) $this->{self.name}" if self.is_map else f"$this->{self.name}"

    @property
    def sent_type(self) -> str:
        """Its type."""
        return "\\stdClass" if self.is_map else self.kind.documented

    @property
    def default(self) -> str | None:
        """The value; the name of a constant when it is a list of something."""
        return f"self::{self.field.upper()}" if self.is_list else self.value

    @property
    def is_list(self) -> bool:
        """Whether the value is a list that holds something."""
        return self.value is not None and self.value.startswith("[") and self.value != "[]"

    @property
    def name(self) -> str:
        """The name in PHP."""
        head, *rest = self.field.split("_")
        return head + "".join(word.capitalize() for word in rest)


def closure(schemas: dict[str, Schema]) -> set[str]:
    """Names of all schemas that the roots hold."""
    found: set[str] = set()
    ahead = list(ROOTS)
    while ahead:
        name = ahead.pop()
        if name not in found and name not in OPEN:
            found.add(name)
            ahead += re.findall(r'"#/components/schemas/(\w+)"', json.dumps(schemas[name]))
    return found


class Writer:
    """Turns schemas into PHP."""

    def __init__(self, schemas: dict[str, Schema]) -> None:
        self._schemas = schemas

    def file(self, name: str) -> str:
        """The text of a class or an enum."""
        schema = self._schemas[name]
        if "enum" in schema:
            return f"{HEAD}\n{self._enum(name, schema)}"
        return f"{HEAD}{IMPORTS}\n{self._class(name, schema)}"

    def _enum(self, name: str, schema: Schema) -> str:
        cases = "".join(f"    case {pascal(value)} = {quoted(value)};\n" for value in schema["enum"])
        return f"enum {name}: string\n{{\n{cases}}}\n"

    def _class(self, name: str, schema: Schema) -> str:
        wanted = set(schema.get("required", ()))
        every = [
            self._property(field, of, is_required=field in wanted) for field, of in schema.get("properties", {}).items()
        ]
        ordered = sorted(every, key=lambda one: one.default is not None)
        return (
            f"/** The contract's {name}. */\nfinal class {name} implements \\JsonSerializable\n{{\n"
            + constants(every)
            + constructor(ordered)
            + reader(every)
            + serializer(every)
            + "}\n"
        )

    def _property(self, field: str, schema: Schema, *, is_required: bool) -> Property:
        kind = self._kind(field, schema)
        value = None if is_required else self._default(schema, kind)
        return Property(field, kind, schema.get("description", ""), value)

    def _default(self, schema: Schema, kind: Kind) -> str:
        if "$ref" in schema:
            name = reference(schema)
            if "enum" in self._schemas[name]:
                return f"{name}::{pascal(schema['default'])}"
            return f"new {name}()"
        value = schema.get("default")
        items = schema.get("items", {})
        if isinstance(value, list) and "$ref" in items:
            return "[" + ", ".join(f"{reference(items)}::{pascal(one)}" for one in value) + "]"
        if kind.declared == "float" and value is not None:
            return repr(float(value))
        return php(value)

    def _kind(self, field: str, schema: Schema) -> Kind:
        key = quoted(field)
        if "anyOf" in schema:
            inner = self._kind(field, next(one for one in schema["anyOf"] if one.get("type") != "null"))
            read = f"$from->has({key}) ? {inner.read} : null"
            return Kind(f"?{inner.declared}", f"{inner.documented}|null", read, nullable=True)
        if "$ref" in schema:
            return self._referred(key, reference(schema))
        match schema["type"]:
            case "array":
                return self._list(key, schema["items"])
            case "object":
                return by_name(key, schema["additionalProperties"])
            case plain:
                kind, method = PLAIN[plain]
                pattern = "|".join(schema.get("enum", ())) or schema.get("pattern")
                arguments = f"{key}, {quoted(regex(pattern))}" if pattern else key
                return Kind(kind, kind, f"$from->{method}({arguments})")

    def _referred(self, key: str, name: str) -> Kind:
        if name in OPEN:
            return Kind("string", "string", f"$from->text({key}, {quoted(regex(OPEN[name]))})")
        if "enum" in self._schemas[name]:
            return Kind(f"?{name}", f"{name}|null", f"{name}::tryFrom($from->text({key}))", nullable=True)
        return Kind(name, name, f"{name}::read($from->object({key}))")

    def _list(self, key: str, items: Schema) -> Kind:
        if "$ref" not in items:
            kinds = {"string": ("string", "texts"), "integer": ("int", "wholes")}
            name, method = kinds[items["type"]]
            return Kind("array", f"list<{name}>", f"$from->{method}({key})")
        name = reference(items)
        if "enum" in self._schemas[name]:
            return Kind("array", f"list<{name}>", f"$from->known({key}, {name}::tryFrom(...))")
        return Kind("array", f"list<{name}>", f"array_map({name}::read(...), $from->objects({key}))")


def by_name(key: str, of: Schema) -> Kind:
    """An object whose fields are not known before."""
    if "$ref" in of:
        name = reference(of)
        return Kind("array", f"array<string, {name}>", f"array_map({name}::read(...), $from->objectsByName({key}))")
    if of["type"] == "object":
        numbers = "static fn (Reader $of): array => $of->numbers()"
        return Kind(
            "array", "array<string, array<string, float>>", f"array_map({numbers}, $from->objectsByName({key}))"
        )
    name, method = {"string": ("string", "textsByName"), "integer": ("int", "wholesByName")}[of["type"]]
    return Kind("array", f"array<string, {name}>", f"$from->{method}({key})")


def constants(properties: list[Property]) -> str:
    """Constants of the lists that stand in for what is not given."""
    found = ""
    for one in properties:
        if one.value is not None and one.is_list:
            lines = "".join(f"        {value},\n" for value in one.value.strip("[]").split(", "))
            found += f"    private const {one.field.upper()} = [\n{lines}    ];\n"
    return f"{found}\n" if found else ""


def constructor(properties: list[Property]) -> str:
    """The constructor, whose promoted parameters are the properties."""
    noted = [one for one in properties if one.text or one.kind.declared == "array"]
    lines = [line for one in noted for line in doc_lines(one)]
    doc = "".join(f"     * {line}\n" for line in lines)
    doc = f"    /**\n{doc}     */\n" if doc else ""
    parameters = ""
    for one in properties:
        default = "" if one.default is None else f" = {one.default}"
        parameters += f"        public readonly {one.kind.declared} ${one.name}{default},\n"
    return f"{doc}    public function __construct(\n{parameters}    ) {{\n    }}\n\n"


def doc_lines(one: Property) -> Iterator[str]:
    """The lines of a parameter's doc comment."""
    yield from wrap(f"@param {one.kind.documented} ${one.name} {one.text}".rstrip(), 110, subsequent_indent="    ")


def reader(properties: list[Property]) -> str:
    """The function that makes an object of decoded JSON."""
    arguments = "".join(f"            {one.name}: {read_or_default(one)},\n" for one in properties)
    return (
        "    /** @throws BrokenAnswer naming the first field at fault */\n"
        "    public static function read(Reader $from): self\n    {\n"
        f"        return new self(\n{arguments}        );\n    }}\n\n"
    )


def read_or_default(one: Property) -> str:
    """How a property is read; a default stands in for a field that did not come."""
    if one.default is None or one.kind.read.startswith("$from->has("):
        return one.kind.read
    return f"$from->has({quoted(one.field)}) ? {one.kind.read} : {one.default}"


def serializer(properties: list[Property]) -> str:
    """The function that gives the object by the contract's names."""
    fields = "".join(f"            {quoted(one.field)} => {one.sent},\n" for one in properties)
    shape = ", ".join(f"{one.field}: {one.sent_type}" for one in properties)
    doc = f"    /** @return array{{{shape}}} */\n"
    if len(doc) > 120:
        parts = "".join(f"     *     {one.field}: {one.sent_type},\n" for one in properties)
        doc = f"    /**\n     * @return array{{\n{parts}     * }}\n     */\n"
    return f"{doc}    public function jsonSerialize(): array\n    {{\n        return [\n{fields}        ];\n    }}\n"


def reference(schema: Schema) -> str:
    """The name of the schema that is referred to."""
    return str(schema["$ref"]).rsplit("/", 1)[1]


def pascal(value: str) -> str:
    """`no_gain` as the name of a case: `NoGain`."""
    return "".join(word.capitalize() for word in re.split(r"[^A-Za-z0-9]+", value))


def regex(pattern: str) -> str:
    """The pattern as PHP wants it; D, so that a line break at the end does not fit."""
    whole = pattern if pattern.startswith("^") else f"^(?:{pattern})$"
    return "/" + whole.replace("/", "\\/") + "/D"


def quoted(text: str) -> str:
    """A PHP string."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def php(value: object) -> str:
    """A PHP literal."""
    match value:
        case None | bool():
            return json.dumps(value)
        case str():
            return quoted(value)
        case dict() if not value:
            return "[]"
        case list():
            return "[" + ", ".join(php(one) for one in value) + "]"
        case _:
            return repr(value)


def main(arguments: list[str]) -> int:
    """Write the files, or with `--check` compare them; return the exit status."""
    schemas = json.loads(DOCUMENT.read_text(encoding="utf-8"))["components"]["schemas"]
    writer = Writer(schemas)
    wanted = {f"{name}.php": writer.file(name) for name in sorted(closure(schemas))}
    present = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.php")}
    if "--check" in arguments:
        if wanted == present:
            return 0
        sys.stderr.write("the plugin's Api/Wire is out of date: run `make contract` and commit it\n")
        return 1
    FOLDER.mkdir(exist_ok=True)
    for name in present.keys() - wanted.keys():
        (FOLDER / name).unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
