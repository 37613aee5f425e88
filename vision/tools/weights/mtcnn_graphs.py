"""Builds the three networks of MTCNN as ONNX graphs from the weights in the `mtcnn` package (MIT license).

The package's own code runs on TensorFlow; only its weights are used. They come as a list in the order of the layers:
kernel, bias, PReLU slope. Layers: Zhang et al., "Joint Face Detection and Alignment using Multi-task Cascaded
Convolutional Networks" (arXiv:1604.02878), figure 2.
"""

import importlib.metadata
from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

import joblib  # type: ignore[import-untyped] # the wheel has no py.typed
import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Name = Literal["pnet", "rnet", "onet"]

# Pooling (size, stride, padding) after each convolution; None where there is none.
POOLS: Final[dict[Name, tuple[tuple[int, int, str] | None, ...]]] = {
    "pnet": ((2, 2, "SAME_UPPER"), None, None),
    "rnet": ((3, 2, "SAME_UPPER"), (3, 2, "VALID"), None),
    "onet": ((3, 2, "SAME_UPPER"), (3, 2, "VALID"), (2, 2, "SAME_UPPER"), None),
}
SIDES: Final[dict[Name, int]] = {"rnet": 24, "onet": 48}


def build_face_graph(name: Name) -> bytes:
    """Serialised ONNX model: `image` (n, 3, h, w), RGB scaled to -1…1, in; `boxes` (…, 4) and `scores` (…, 2) out."""
    builder = _Builder(iter(_read_weights(name)))
    x = "image"
    for pool in POOLS[name]:
        x = builder.conv(x, pool)
    if name == "pnet":
        builder.conv_heads(x)
    else:
        builder.dense_heads(builder.dense(x), landmarks=name == "onet")
    return builder.model(name)


def _read_weights(name: Name) -> Sequence[NDArray[np.float32]]:
    package = importlib.metadata.files("mtcnn") or []
    path = next(str(file.locate()) for file in package if file.name == f"{name}.lz4")
    weights: Sequence[NDArray[np.float32]] = joblib.load(path)
    return weights


class _Builder:
    def __init__(self, weights: Iterator[NDArray[np.float32]]) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def conv(self, x: str, pool: tuple[int, int, str] | None) -> str:
        """Convolution without padding, PReLU, and pooling where the network has it."""
        y = self._add("Conv", [x, self._kernel(), self._next()], auto_pad="VALID")
        slope = next(self._weights).reshape(-1, 1, 1)
        y = self._add("PRelu", [y, self._constant(slope)])
        if not pool:
            return y
        size, stride, padding = pool
        return self._add("MaxPool", [y], kernel_shape=[size, size], strides=[stride, stride], auto_pad=padding)

    def dense(self, x: str) -> str:
        """Flattened column by column, as the weights were trained; fully connected; PReLU."""
        turned = self._add("Transpose", [x], perm=[0, 3, 2, 1])
        y = self._add("Gemm", [self._add("Flatten", [turned]), self._next(), self._next()])
        return self._add("PRelu", [y, self._next()])

    def conv_heads(self, x: str) -> None:
        """Offsets and face probability for every place of the picture."""
        boxes = self._add("Conv", [x, self._kernel(), self._next()])
        scores = self._add("Conv", [x, self._kernel(), self._next()])
        self._add("Identity", [boxes], output="boxes")
        self._add("Softmax", [scores], output="scores", axis=1)

    def dense_heads(self, x: str, *, landmarks: bool) -> None:
        """Offsets and face probability of each candidate."""
        self._add("Gemm", [x, self._next(), self._next()], output="boxes")
        if landmarks:  # eyes, nose and mouth; nobody asks for them here
            next(self._weights)
            next(self._weights)
        self._add("Softmax", [self._add("Gemm", [x, self._next(), self._next()])], output="scores", axis=1)

    def model(self, name: Name) -> bytes:
        """The checked model."""
        places = ["y", "x"] if name == "pnet" else []
        outputs = [
            helper.make_tensor_value_info("boxes", TensorProto.FLOAT, ["n", 4, *places]),
            helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["n", 2, *places]),
        ]
        image = helper.make_tensor_value_info("image", TensorProto.FLOAT, ["n", 3, "h", "w"])
        graph = helper.make_graph(self._nodes, name, [image], outputs, self._constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString())

    def _kernel(self) -> str:
        """The next weights, from TensorFlow's (h, w, in, out) to ONNX' (out, in, h, w)."""
        return self._constant(next(self._weights).transpose(3, 2, 0, 1))

    def _next(self) -> str:
        return self._constant(next(self._weights))

    def _constant(self, value: NDArray[np.float32]) -> str:
        name = f"weight{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value, np.float32), name))
        return name

    def _add(self, kind: str, inputs: list[str], *, output: str = "", **settings: Any) -> str:
        name = output or f"node{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [name], **settings))
        return name
