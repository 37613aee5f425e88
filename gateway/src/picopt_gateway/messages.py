"""JSON bodies: read within limits, validated against the contract, the field at fault named."""

from typing import IO, Any, Final, cast

from pydantic import ValidationError

from picopt_contract.checking import checker
from picopt_contract.errors import ErrorCode
from picopt_contract.routes import ROUTES, Body
from picopt_gateway.call import Call
from picopt_gateway.gate import Gate
from picopt_gateway.problems import ApiError

_ZERO: Final = b"\\u0000"  # as JSON writes it; a backslash before it is looked at only then
_CHECKERS: Final = {route.name: checker(route.request) for route in ROUTES if route.request}


def take_json(gate: Gate, call: Call) -> None:
    """Read and validate the body of a route that takes JSON."""
    if call.route.request_body is not Body.JSON:
        return
    if call.request.mimetype != "application/json":
        raise ApiError(ErrorCode.UNSUPPORTED_MEDIA, "Send the body as Content-Type: application/json.")
    length = content_length(call, gate.settings.json_bytes)
    body = gate.bodies.open(input_stream(call), length, call.who)
    call.json = body.use(body.read_all)
    try:
        call.message = _CHECKERS[call.route.name].validate_json(call.json)
    except ValidationError as error:
        raise _invalid(error) from None
    if _ZERO in call.json:
        _refuse_zero(call.message)


def _refuse_zero(value: Any, *path: str) -> None:
    """Raise `ApiError` (validation) where a text has a character U+0000, which the platform's database cannot hold."""
    if isinstance(value, str) and "\0" in value:
        field = ".".join(path)
        raise ApiError(ErrorCode.VALIDATION, f"{field}: leave out the character U+0000.", field=field)
    if isinstance(value, dict):
        for name, part in value.items():
            _refuse_zero(name, *path)  # names are the caller's own in a product's attributes
            _refuse_zero(part, *path, name)
    if isinstance(value, list):
        for number, part in enumerate(value):
            _refuse_zero(part, *path, str(number))


def content_length(call: Call, limit: int) -> int:
    """The stated length of the body in bytes.

    Raises `ApiError` (length_required, too_large).
    """
    length = call.request.content_length
    if length is None:
        raise ApiError(ErrorCode.LENGTH_REQUIRED, "Send a Content-Length header. Chunked bodies are not accepted.")
    if length > limit:
        raise ApiError(ErrorCode.TOO_LARGE, f"At most {limit} bytes are accepted here.")
    return length


def input_stream(call: Call) -> IO[bytes]:
    """The server's own stream: Werkzeug's wrapper would add a layer to every block."""
    return cast("IO[bytes]", call.request.environ["wsgi.input"])


def _invalid(error: ValidationError) -> ApiError:
    problem = error.errors(include_url=False, include_input=False, include_context=False)[0]
    field = ".".join(str(part) for part in problem["loc"])
    message = problem["msg"].removeprefix("Value error, ")
    detail = f"{field}: {message}" if field else message
    return ApiError(ErrorCode.VALIDATION, detail, field=field or None)
