"""`picopt-imaging`: the library at a command line. One file a command; `main` is the entry point."""

from picopt_imaging.cli.main import main

__all__ = ["main"]
