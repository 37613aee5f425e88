"""Benchmarks, each with goals in `bench/goals.json`, run by `make bench-NAME`; the mutation run of `make mutate`."""
