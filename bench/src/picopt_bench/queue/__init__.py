"""The parts of `make bench-queue`."""
