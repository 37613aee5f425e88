"""Encoders: an image in memory and a recipe in, the bytes of a file without metadata out."""

from picopt_imaging.encode.encoder import ENCODERS, Encoder, encode, read_back

__all__ = ["ENCODERS", "Encoder", "encode", "read_back"]
