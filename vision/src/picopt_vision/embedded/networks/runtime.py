"""How networks are run here."""

import ctypes
from functools import cache
from pathlib import Path
from typing import Final

import onnxruntime  # type: ignore[import-untyped] # the wheel has no py.typed

# `M_MMAP_THRESHOLD` of glibc's malloc.h, and the size in bytes from which on memory is given back when it is freed.
_MMAP_THRESHOLD: Final = -3
_LARGE: Final = 1 << 20


def start_session(model: Path) -> onnxruntime.InferenceSession:
    """A session for an ONNX file, made for many workers on few cores."""
    give_memory_back()
    options = onnxruntime.SessionOptions()
    # One thread: workers run a picture each, and must not fight for the cores.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # Without the arena a worker holds 70 MB less and takes 0.04 s longer a picture.
    options.enable_cpu_mem_arena = False
    # Weights once, as they are in the file, and not a second time in an order that is no faster here.
    options.add_session_config_entry("session.disable_prepacking", "1")
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


@cache
def give_memory_back() -> bool:
    """Let the process return large blocks at once; False where its C library is not glibc.

    Left alone, glibc learns from the first freed tensor of 30 MB to keep all that are smaller: images of many shapes
    then leave holes that sum to more than the networks (measured: 577 MB instead of 450 over 18 graphics).
    """
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return False
    return bool(set_option(_MMAP_THRESHOLD, _LARGE))
