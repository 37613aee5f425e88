"""Structured logs: one event a line, with the request's id; what looks like a secret never gets through."""

import logging
import logging.config
import re
from typing import Any, Final

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# Wherever they stand in a message: our API keys and JSON Web Tokens, keys of Stripe, of models' providers and of
# buckets, signatures of addresses in a bucket, and passwords in addresses.
_SECRET: Final = re.compile(
    r"po_(live|test)_[A-Za-z0-9_-]{8,}|eyJ[\w-]+\.[\w-]+\.[\w-]+"
    r"|\b(?:[sr]k_(?:live|test)_|whsec_|sk-)[\w-]{8,}|\bA(?:KIA|SIA)[A-Z0-9]{12,}"
    r"|(?<=X-Amz-Signature=)\w+|(?<=://)[^\s/@:]*:[^\s/@]+(?=@)"
)
_SECRET_NAMES: Final = frozenset({"authorization", "password", "token", "secret", "api_key", "key_secret", "code"})


def hide_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Blank every value whose name or look is that of a secret."""
    for name, value in event.items():
        if name.lower() in _SECRET_NAMES:
            event[name] = "[hidden]"
        else:
            event[name] = _without_secrets(value)
    return event


def _without_secrets(value: object) -> object:
    """What stands in lists and mappings too."""
    match value:
        case str():
            return _SECRET.sub("[hidden]", value)
        case dict():
            return {name: _without_secrets(inner) for name, inner in value.items()}
        case list():
            return [_without_secrets(inner) for inner in value]
        case _:
            return value


def keep_refusals_short(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """A request that was refused for its own fault (4xx) is one line: it is no bug, and anybody can send thousands."""
    if getattr(event.get("_record"), "status_code", 500) < 500:
        event.pop("exc_info", None)
        event["level"] = "warning"
    return event


def configure_logging(*, level: str, as_json: bool) -> None:
    """Send structlog's and the standard library's records through the same processors to standard error."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        keep_refusals_short,
        structlog.processors.format_exc_info,
        hide_secrets,
    ]
    plain = structlog.dev.plain_traceback  # tracebacks come as text that has no secrets any more; other formatters warn
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
                    "foreign_pre_chain": shared,
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": level},
            # The HTTP client names each address that it asks, with all that stands in its query.
            "loggers": {"procrastinate": {"level": "WARNING"}, "httpx2": {"level": "WARNING"}},
        }
    )
