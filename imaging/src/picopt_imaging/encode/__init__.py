"""Encoders: an image in memory and a quality in, the bytes of a file without metadata out."""

from picopt_imaging.encode.encoder import ENCODERS, Encoder

__all__ = ["ENCODERS", "Encoder"]
