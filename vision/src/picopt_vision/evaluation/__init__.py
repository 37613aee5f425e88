"""Judges a model over labelled pictures: `python -m picopt_vision.evaluation --help`."""
