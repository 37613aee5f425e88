"""A real WordPress on a real MariaDB, for tests, the demo and a look around."""

from picopt_standalone.wordpress.site import Site

__all__ = ["Site"]
