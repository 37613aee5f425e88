"""Where things lie. Everything that is made at run time goes below `var/`, which git ignores."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
VAR = PROJECT / "var"
CACHE = VAR / "cache"
LOGS = VAR / "log"
PLUGIN = PROJECT / "wordpress" / "picture-optimizer"
SAMPLES = PROJECT / "samples"
ASSETS = Path(__file__).parent / "assets"

# Linux allows 107 bytes for the address of a Unix socket.
SOCKET_PATH_LIMIT = 107
