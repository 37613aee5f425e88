"""SSIMULACRA2: how much of a picture survived, as people see it. 100 identical, 90 and more not to be told apart."""

from picopt_imaging.ssimulacra2.compare import backend, score, score_images

__all__ = ["backend", "score", "score_images"]
