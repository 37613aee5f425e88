"""What the page about the API shows, from the OpenAPI document: operations by tag, and the fields of every schema."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from markdown_it import MarkdownIt
from markupsafe import Markup

_MARKDOWN: Final = MarkdownIt("js-default")  # escapes HTML
# What a value must hold to, by its name in JSON Schema.
_RULES: Final = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "pattern": "matches {}",
    "default": "default {}",
}
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """A parameter, or a member of an object."""

    name: str
    kind: Markup
    required: bool
    rules: tuple[str, ...]
    text: Markup
    place: str = ""
    """Of a parameter: path, query or header."""


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    name: str
    method: str
    path: str
    summary: Markup
    text: Markup
    parameters: list[Field]
    body: list[tuple[str, Markup]]
    """Media type and kind of what is sent."""
    answers: list[tuple[str, Markup, list[tuple[str, Markup]]]]
    """Status, description, and media types with kinds."""


@dataclass(frozen=True)
class Model:
    """A schema: an object with members, or a set of values."""

    name: str
    text: Markup
    fields: list[Field]
    values: list[str]


@dataclass(frozen=True)
class Reference:
    """The whole page."""

    title: str
    version: str
    guide: Markup
    tags: dict[str, list[Operation]]
    models: list[Model]


def describe(document: Schema) -> Reference:
    """Return what the page shows of an OpenAPI document of ours."""
    tags: dict[str, list[Operation]] = defaultdict(list)
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            tags[operation["tags"][0]].append(_operation(method.upper(), path, operation))
    return Reference(
        title=document["info"]["title"],
        version=document["info"]["version"],
        guide=in_html(document["info"]["description"]),
        tags=dict(tags),
        models=[_model(name, schema) for name, schema in document["components"]["schemas"].items()],
    )


def in_html(markdown: str) -> Markup:
    """Markdown as HTML; tags in it are shown, not obeyed."""
    return Markup(_MARKDOWN.render(markdown))  # noqa: S704 -- the renderer escapes  # nosec B704


def in_line(markdown: str) -> Markup:
    """The same within a sentence: without a paragraph around it."""
    return Markup(_MARKDOWN.renderInline(markdown))  # noqa: S704 -- the renderer escapes  # nosec B704


def _operation(method: str, path: str, operation: Schema) -> Operation:
    return Operation(
        name=operation["operationId"],
        method=method,
        path=path,
        summary=in_line(operation["summary"]),
        text=in_html(operation.get("description", "")),
        parameters=[
            _field(one["name"], one["schema"], required=one["required"], text=one.get("description"), place=one["in"])
            for one in operation["parameters"]
        ],
        body=list(_content(operation.get("requestBody", {}))),
        answers=[
            (status, _with_links(answer["description"]), list(_content(answer)))
            for status, answer in operation["responses"].items()
        ],
    )


def _with_links(description: str) -> Markup:
    """An answer's description. Those of failures begin each part with a code, which leads to the page of errors."""
    parts = []
    for part in description.split("; "):
        code, colon, title = part.partition("`: ")
        if colon and code.startswith("`"):
            parts.append(Markup('<a href="/docs/errors#{0}"><code>{0}</code></a> {1}').format(code[1:], title))
        else:
            parts.append(Markup("{}").format(part))
    return Markup("<br>").join(parts)


def _content(holder: Schema) -> Iterator[tuple[str, Markup]]:
    for media_type, content in holder.get("content", {}).items():
        yield media_type, _kind(content["schema"])


def _model(name: str, schema: Schema) -> Model:
    required = schema.get("required", ())
    members = schema.get("properties", {})
    return Model(
        name=name,
        text=in_html(schema.get("description", "")),
        fields=[_field(key, member, required=key in required) for key, member in members.items()],
        values=[str(value) for value in schema.get("enum", ())],
    )


def _field(name: str, schema: Schema, *, required: bool, text: str | None = None, place: str = "") -> Field:
    rules = tuple(rule.format(schema[key]) for key, rule in _RULES.items() if schema.get(key) not in (None, ""))
    return Field(name, _kind(schema), required, rules, in_html(text or schema.get("description", "")), place)


def _kind(schema: Schema) -> Markup:
    """A type in words, with links to the models that it names."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return Markup('<a href="#{0}">{0}</a>').format(name)
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return Markup(" or ").join(_kind(choice) for choice in choices)
    if values := schema.get("enum") or [schema[key] for key in ("const",) if key in schema]:
        return Markup(", ").join(Markup("<code>{}</code>").format(value) for value in values)
    if schema.get("type") == "array":
        return Markup("list of {}").format(_kind(schema.get("items", {})))
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        return Markup("object with values of {}").format(_kind(schema["additionalProperties"]))
    kind = schema.get("type", "anything")
    form = schema.get("format")
    return Markup("{}").format(f"{kind} ({form})" if form else kind)
