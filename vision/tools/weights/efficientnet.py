"""Builds the ONNX graph of EfficientNet-Lite from its weights.

Architecture: Tan and Le, "EfficientNet" (arXiv:1905.11946), in the Lite form: no squeeze-and-excitation, ReLU6, and
stem, head, first and last stage not scaled. Batch normalization (epsilon 1e-3) is folded into the convolutions.
"""

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Weights = Mapping[str, NDArray[np.float32]]

# Repeats, kernel, stride, expansion of the seven stages (table 1 of the paper).
STAGES: Final = ((1, 3, 1, 1), (2, 3, 2, 6), (2, 5, 2, 6), (3, 3, 2, 6), (3, 5, 1, 6), (4, 5, 2, 6), (1, 3, 1, 6))
DEPTH: Final = {0: 1.0, 1: 1.1, 2: 1.2}
RESOLUTION: Final = {0: 224, 1: 240, 2: 260}
BATCH_NORM_EPSILON: Final = 1e-3


def build_graph(weights: Weights, variant: int) -> bytes:
    """Serialised ONNX model: `image` (n, 3, h, w) in, `logits` (n, 1000) out."""
    builder = _Builder(weights)
    x = builder.conv("image", "_conv_stem", "_bn0", stride=2)
    number = 0
    for stage, (repeats, _kernel, stride, expansion) in enumerate(STAGES):
        scaled = stage not in (0, len(STAGES) - 1)
        for repeat in range(math.ceil(repeats * DEPTH[variant]) if scaled else repeats):
            x = builder.block(x, number, stride=stride if repeat == 0 else 1, expand=expansion > 1, skip=repeat > 0)
            number += 1
    builder.head(builder.conv(x, "_conv_head", "_bn1"))
    return builder.model()


class _Builder:
    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        self._constant("zero", np.float32(0))
        self._constant("six", np.float32(6))

    def conv(  # noqa: PLR0913 # a convolution has that many parameters
        self, x: str, conv: str, norm: str, *, stride: int = 1, groups: int = 1, relu: bool = True
    ) -> str:
        """Convolution with its batch normalization folded in, and ReLU6."""
        kernel = self._weights[f"{conv}.weight"]
        gain = self._weights[f"{norm}.weight"] / np.sqrt(self._weights[f"{norm}.running_var"] + BATCH_NORM_EPSILON)
        bias = self._weights[f"{norm}.bias"] - self._weights[f"{norm}.running_mean"] * gain
        inputs = [x, self._constant(f"{conv}.w", kernel * gain[:, None, None, None]), self._constant(f"{conv}.b", bias)]
        # TensorFlow's SAME padding: the odd pixel goes to the right and the bottom.
        settings: dict[str, Any] = {"auto_pad": "SAME_UPPER", "strides": [stride, stride], "group": groups}
        y = self._add("Conv", inputs, f"{conv}.y", **settings)
        return self._add("Clip", [y, "zero", "six"], f"{conv}.a") if relu else y

    def block(self, x: str, number: int, *, stride: int, expand: bool, skip: bool) -> str:
        """Inverted residual: expand, depthwise, project, add."""
        name = f"_blocks.{number}."
        y = self.conv(x, f"{name}_expand_conv", f"{name}_bn0") if expand else x
        channels = self._weights[f"{name}_depthwise_conv.weight"].shape[0]
        y = self.conv(y, f"{name}_depthwise_conv", f"{name}_bn1", stride=stride, groups=channels)
        y = self.conv(y, f"{name}_project_conv", f"{name}_bn2", relu=False)
        return self._add("Add", [x, y], f"{name}sum") if skip else y

    def head(self, x: str) -> None:
        """Mean over the picture, then one number a class."""
        pooled = self._add("Flatten", [self._add("GlobalAveragePool", [x], "pooled")], "features")
        weight = self._constant("_fc.w", self._weights["_fc.weight"])
        self._add("Gemm", [pooled, weight, self._constant("_fc.b", self._weights["_fc.bias"])], "logits", transB=1)

    def model(self) -> bytes:
        """The checked model."""
        image = helper.make_tensor_value_info("image", TensorProto.FLOAT, ["n", 3, "h", "w"])
        logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n", 1000])
        graph = helper.make_graph(self._nodes, "efficientnet-lite", [image], [logits], self._constants)
        # Operator set 17 and IR 8 are old enough for every onnxruntime that we allow.
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString())

    def _add(self, kind: str, inputs: list[str], output: str, **settings: Any) -> str:
        self._nodes.append(helper.make_node(kind, inputs, [output], **settings))
        return output

    def _constant(self, name: str, value: NDArray[np.float32] | np.float32) -> str:
        self._constants.append(
            numpy_helper.from_array(np.ascontiguousarray(value, np.float32).reshape(np.shape(value)), name)
        )
        return name
