"""How networks are run here."""

import ctypes
from functools import cache
from pathlib import Path
from typing import Final

import onnxruntime  # type: ignore[import-untyped] # the wheel has no py.typed

# `M_MMAP_THRESHOLD` of glibc's malloc.h, and the size in bytes from which on memory is given back when it is freed.
_MMAP_THRESHOLD: Final = -3
_LARGE: Final = 1 << 20


def start_session(model: Path, *, in_a_row: bool = False) -> onnxruntime.InferenceSession:
    """A session for an ONNX file, made for many workers on few cores.

    `in_a_row`: it runs several times for an image, at one size, and finds the memory that the last run used.
    """
    give_memory_back()
    options = onnxruntime.SessionOptions()
    # One thread: workers run a picture each, and must not fight for the cores.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # With an arena for each, a worker holds 70 MB more. Those that run in a row share one of 9 MB: without it a sixth
    # of their time goes into pages that are given back and asked for again.
    options.enable_cpu_mem_arena = in_a_row
    if in_a_row:
        _share_arena()
        options.add_session_config_entry("session.use_env_allocators", "1")
        # A plan for each network's memory would take a block for each.
        options.enable_mem_pattern = False
    # Weights once, as they are in the file, and not a second time in an order that is no faster here.
    options.add_session_config_entry("session.disable_prepacking", "1")
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


@cache
def _share_arena() -> None:
    """Register the one arena of this process; it grows by what is asked for, not by powers of two."""
    memory = onnxruntime.OrtMemoryInfo(
        "Cpu", onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, onnxruntime.OrtMemType.DEFAULT
    )
    arena = onnxruntime.OrtArenaCfg({"max_mem": 0, "arena_extend_strategy": 1})
    onnxruntime.create_and_register_allocator(memory, arena)


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
