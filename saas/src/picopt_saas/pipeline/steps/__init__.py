"""The steps of `run.STEPS`, one a file."""
