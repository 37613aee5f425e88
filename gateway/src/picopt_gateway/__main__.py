"""`python -m picopt_gateway`: check the settings, then serve with granian until SIGTERM."""

import os
import sys

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from picopt_gateway.settings import SettingsError, load_settings

# Worker processes: one, because the limits on bodies and long polls count in memory. More gateways are more processes.
_WORKERS = 1
# Bytes that a connection may hold back, and the most that one wake-up brings: 64 KiB cost a fifth more CPU on uploads,
# 256 KiB 45 MB more memory with 32 of them at once.
_CONNECTION_BUFFER = 128 * 1024


def main() -> int:
    """Return the exit status: 2 for wrong settings."""
    try:
        settings = load_settings()
    except SettingsError as error:
        sys.stderr.write(f"The gateway cannot start:\n{error}\n")
        return 2
    # Uploads come and go on many threads; with an arena for each, freed memory would hardly ever be used again.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    Server(
        "picopt_gateway.wsgi:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=_WORKERS,
        blocking_threads=settings.threads,
        backpressure=settings.threads,
        websockets=False,
        http1_settings=HTTP1Settings(max_buffer_size=_CONNECTION_BUFFER),
        log_level=LogLevels(settings.log_level.lower()),
    ).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
