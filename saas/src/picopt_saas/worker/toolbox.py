"""The worker process's tools: made with the first picture, ended with the process."""

import atexit
import threading

import structlog

from picopt_saas.pipeline.tools import Tools, build_tools

log = structlog.get_logger(__name__)

_lock = threading.Lock()
_tools: Tools | None = None


def tools() -> Tools:
    """The tools of this process, made anew when they broke."""
    global _tools  # noqa: PLW0603 -- pools belong to the process; tasks are functions and have no other place
    with _lock:
        if _tools is not None and not _tools.usable:
            log.error("tools_broken")
            atexit.unregister(_tools.close)
            _tools.close()
            _tools = None
        if _tools is None:
            _tools = build_tools()
            atexit.register(_tools.close)
        return _tools
