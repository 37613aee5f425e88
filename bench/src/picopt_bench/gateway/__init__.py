"""Parts of `bench_gateway`: accounts, load, and the gateway's process under the magnifying glass."""
