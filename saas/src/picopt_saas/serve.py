"""`python -m picopt_saas.serve`: check the settings, then serve the platform until SIGTERM."""

import sys

from django.core.exceptions import ImproperlyConfigured

from picopt_runtime.serving import Serving, serve
from picopt_saas.config import load_config


def main() -> int:
    """Return the exit status: 2 for wrong settings."""
    try:
        config = load_config()
    except ImproperlyConfigured as error:
        sys.stderr.write(f"The platform cannot start:\n{error}\n")
        return 2
    serve(
        Serving(
            target="picopt_saas.served:application",
            host=config.platform_host,
            port=config.platform_port,
            threads=config.platform_threads,
            # Longer than the gateway keeps an idle connection to here, so that it is never closed under a request.
            idle_seconds=30,
            log_level=config.log_level,
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
