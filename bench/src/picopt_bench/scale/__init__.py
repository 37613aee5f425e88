"""The parts of `make bench-scale`."""
