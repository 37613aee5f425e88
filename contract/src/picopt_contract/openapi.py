"""Generates `contract/openapi.json` (OpenAPI 3.1) from the routes and models.

`python -m picopt_contract.openapi` writes the file; `--check` fails when the committed one differs (`make lint`).
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from openapi_pydantic import OpenAPI
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core.core_schema import WithDefaultSchema

from picopt_contract.errors import ERRORS, ErrorCode, Problem
from picopt_contract.limits import IDEMPOTENCY_KEY_PATTERN
from picopt_contract.routes import COMMON_ERRORS, ROUTES, Body, Route

VERSION: Final = "1.0.0"
FILE: Final = Path(__file__).resolve().parents[2] / "openapi.json"
_GUIDE: Final = files("picopt_contract") / "guide.md"
_REF: Final = "#/components/schemas/{model}"

_PATH_PATTERNS: Final = {
    "sha256": "^[0-9a-f]{64}$",
    "job_id": "^job_[A-Za-z0-9]{1,40}$",
    "item_id": "^itm_[A-Za-z0-9]{1,40}$",
    "file_id": "^fil_[A-Za-z0-9]{1,40}$",
}
# Name, description, schema, required; beside those that every route has.
_UPLOAD_HEADERS: Final[tuple[tuple[str, str, str | None], ...]] = (
    (
        "Content-Range",
        "`bytes FIRST-LAST/TOTAL` of this part; leave out to send the whole file",
        "^bytes \\d+-\\d+/\\d+$",
    ),
)
_RANGE_HEADERS: Final[tuple[tuple[str, str, str | None], ...]] = (
    ("Range", "`bytes=FIRST-LAST`, to go on with a download", None),
    ("If-Range", "An ETag; the range is given only while the file is the same", None),
    ("If-None-Match", "ETags; where the file has one of them, the answer is 304 without its bytes, and free", None),
)
_RESULT_TYPES: Final = ("image/avif", "image/gif", "image/jpeg", "image/png", "image/webp")
_ANSWER_HEADERS: Final = {
    "X-Request-Id": ("Name of this request, for support", "string"),
    "X-Credits-Available": ("Credits that can be spent", "integer"),
    "X-Credits-Held": ("Credits reserved for running work", "integer"),
    "RateLimit": ("State of the rate limit (IETF draft)", "string"),
    "RateLimit-Policy": ("The rate limit's rule (IETF draft)", "string"),
}


class _Schemas(GenerateJsonSchema):
    """Says also that what is left out is an empty list: the models make theirs anew instead of copying one."""

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        make = schema.get("default_factory")
        return super().default_schema({**schema, "default": make()} if make in {list, dict} else schema)


def build() -> dict[str, Any]:
    """Return the document as plain data, checked against the OpenAPI 3.1 object model."""
    models = sorted(_models(ROUTES), key=lambda model: model.__name__)
    refs, definitions = models_json_schema(
        [(model, "validation") for model in models],
        ref_template=_REF,
        title="Picture Optimizer",
        schema_generator=_Schemas,
    )
    del refs
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "Picture Optimizer API",
            "version": VERSION,
            "description": _GUIDE.read_text(encoding="utf-8"),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"key": []}],
        "paths": _paths(ROUTES),
        "components": {
            "schemas": definitions["$defs"],
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "A site's API key"}},
            "headers": {
                name: {"description": text, "schema": {"type": kind}} for name, (text, kind) in _ANSWER_HEADERS.items()
            },
        },
    }
    OpenAPI.model_validate(document)
    return document


def _models(routes: Iterable[Route]) -> set[type[BaseModel]]:
    models: set[type[BaseModel]] = {Problem}
    for route in routes:
        models |= {model for _status, model in route.answers if model}
        models |= {route.request} if route.request else set()
    return models


def _paths(routes: Iterable[Route]) -> dict[str, dict[str, Any]]:
    paths: dict[str, dict[str, Any]] = defaultdict(dict)
    for route in routes:
        paths[route.path][route.method.lower()] = _operation(route)
    return dict(paths)


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "tags": [route.tag],
        "parameters": _parameters(route),
        "responses": {**_successes(route), **_failures(route)},
    }
    if not route.authenticated:
        operation["security"] = []
    if route.scopes:
        operation["description"] = "Wants a key with scope " + " or ".join(f"`{scope}`" for scope in route.scopes) + "."
    if route.request_body is not Body.NONE:
        operation["requestBody"] = {"required": True, "content": _content(route.request_body, route.request)}
    return operation


def _parameters(route: Route) -> list[dict[str, Any]]:
    parameters = [_parameter(name, "path", "", _PATH_PATTERNS[name]) for name in re.findall(r"{(\w+)}", route.path)]
    for name, kind, text in route.query:
        schema = {"type": "integer", "minimum": 0, "maximum": 60} if kind == "integer" else {"type": kind}
        parameters.append({"name": name, "in": "query", "required": False, "description": text, "schema": schema})
    if route.idempotent:
        text = "A name for this request, unique for 30 days; the same again gives the first answer"
        parameters.append(_parameter("Idempotency-Key", "header", text, IDEMPOTENCY_KEY_PATTERN))
    headers = _UPLOAD_HEADERS if route.request_body is Body.BYTES else ()
    headers += _RANGE_HEADERS if route.answer_body is Body.BYTES else ()
    parameters += [{**_parameter(*_header(header)), "required": False} for header in headers]
    return parameters


def _header(header: tuple[str, str, str | None]) -> tuple[str, str, str, str | None]:
    name, text, pattern = header
    return name, "header", text, pattern


def _parameter(name: str, where: str, text: str, pattern: str | None) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"} | ({"pattern": pattern} if pattern else {})
    return {"name": name, "in": where, "required": True, "schema": schema} | ({"description": text} if text else {})


def _content(body: Body, model: type[BaseModel] | None) -> dict[str, Any]:
    if body is Body.BYTES:
        return {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    return {"application/json": {"schema": {"$ref": _REF.format(model=model.__name__)}}} if model else {}


def _successes(route: Route) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for status, model in route.answers:
        headers: dict[str, Any] = {name: {"$ref": f"#/components/headers/{name}"} for name in _ANSWER_HEADERS}
        if route.name == "image_head" and status == HTTPStatus.NO_CONTENT:
            headers["Upload-Offset"] = {"description": "Byte to go on at", "schema": {"type": "integer"}}
        answers[str(status)] = {
            "description": HTTPStatus(status).phrase,
            "headers": headers,
            **(_answer_content(route, model) if status != HTTPStatus.NOT_MODIFIED else {}),
        }
    return answers


def _answer_content(route: Route, model: type[BaseModel] | None) -> dict[str, Any]:
    body = Body.JSON if model else route.answer_body
    content = {} if body is Body.NONE else _content(body, model)
    if body is Body.BYTES:
        # Every kind by its name: generators of clients take no wildcards, and some know only the first.
        content |= dict.fromkeys(_RESULT_TYPES, content["application/octet-stream"])
    return {"content": content} if content else {}


def _failures(route: Route) -> dict[str, Any]:
    codes = (*route.errors, *(COMMON_ERRORS if route.authenticated else ()), ErrorCode.INTERNAL)
    by_status: dict[int, list[ErrorCode]] = defaultdict(list)
    for code in dict.fromkeys(codes):
        by_status[ERRORS[code].status].append(code)
    return {str(status): _failure(route, codes) for status, codes in sorted(by_status.items())}


def _failure(route: Route, codes: list[ErrorCode]) -> dict[str, Any]:
    text = "; ".join(f"`{code}`: {ERRORS[code].title}" for code in codes)
    if route.method == "HEAD":
        return {"description": text}
    return {
        "description": text,
        "content": {"application/problem+json": {"schema": {"$ref": _REF.format(model="Problem")}}},
    }


def render(document: Mapping[str, Any]) -> str:
    """Return the document as the text of the committed file."""
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Write `openapi.json`, or with `--check` compare it; return the exit status."""
    text = render(build())
    if "--check" not in arguments:
        FILE.write_text(text, encoding="utf-8")
        return 0
    if FILE.exists() and FILE.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write("contract/openapi.json is out of date: run `make contract` and commit it\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
