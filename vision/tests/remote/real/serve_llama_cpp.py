"""Serves a model with llama.cpp's own server (from `xllamacpp`) until its parent goes; prints the address."""

import sys

import xllamacpp


def main(model: str, context: str) -> None:
    """Reads standard input until it is closed."""
    params = xllamacpp.CommonParams()
    params.model.path = model
    params.port = 0
    params.n_ctx = int(context)
    params.n_parallel = 1
    params.warmup = False
    params.use_jinja = True
    params.cpuparams.n_threads = 1
    server = xllamacpp.Server(params)
    print(f"serving {server.listening_address}", flush=True)  # noqa: T201 -- a script for its parent
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
