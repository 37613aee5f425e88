"""EXIF, XMP and IPTC: read from any source, decided field by field, written into JPEG, WebP, PNG and AVIF."""

from picopt_imaging.metadata.containers import CONTAINERS, write_blocks
from picopt_imaging.metadata.embedding import Embedding, plan_embedding
from picopt_imaging.metadata.fields import Blocks, Fields

__all__ = ["CONTAINERS", "Blocks", "Embedding", "Fields", "plan_embedding", "write_blocks"]
