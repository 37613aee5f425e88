"""Learns to tell kinds of graphics: `python vision/tools/graphics FOLDER` writes `graphic-kinds.onnx` there.

One linear layer on what the classifier's networks say of a whole picture, learned from some 4,300 pictures: of
documentation in Debian packages, of logos under CC0, and drawn here with made-up content by matplotlib and by libraries
in a browser. None of them is in this project, and none is of a page that the model is judged on. The pictures that
libraries draw differ a little from version to version, so another run writes other bytes and, within a point or two,
the same answers.

Needs Debian's `chromium`, `apt-get`, `npm`, and, beside picopt-vision, from PyPI: cairosvg, matplotlib, onnx,
playwright, pypdfium2, and scikit-learn; half an hour, and 1 GB in FOLDER.
"""

import hashlib
import itertools
import random
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from pages import of_browser
from pictures import fitted, of_documents, of_logos, of_packages
from plots import plots
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.preprocessing import StandardScaler

from picopt_vision.embedded.networks.classifier import whole_logits

# The weaker the weights, the better layers of other sources fared: 0.001 is unsure of everything, 0.1 of nothing.
STRENGTH = 0.005


def main(folder: Path) -> None:
    """Gather, learn, and print how well a fifth of the pictures is told by a layer learned from the others."""
    folder.mkdir(parents=True, exist_ok=True)
    kinds, logits = _gathered(folder)
    print(Counter(kinds))
    scaler = StandardScaler().fit(logits)
    layer = LogisticRegression(C=STRENGTH, max_iter=300, class_weight="balanced")
    told = cross_val_predict(layer, scaler.transform(logits), kinds, cv=5)
    print(f"told right: {np.mean(told == np.array(kinds)):.3f}")
    layer.fit(scaler.transform(logits), kinds)
    weight = layer.coef_ / scaler.scale_
    data = _layer(weight, layer.intercept_ - weight @ scaler.mean_)
    (folder / "graphic-kinds.onnx").write_bytes(data)
    print(" ".join(layer.classes_), f'\n    "graphic-kinds": "{hashlib.sha256(data).hexdigest()}",')


def _gathered(folder: Path) -> tuple[list[str], np.ndarray]:
    chance = random.Random(5)
    kinds, logits = [], []
    sources = (of_packages(folder, chance), of_logos(folder, chance), of_documents(folder, chance), plots(200, chance))
    for kind, picture in itertools.chain(*sources, of_browser(folder, chance)):
        if (plain := fitted(picture)) is not None:
            kinds.append(kind)
            logits.append(whole_logits(plain)[0])
    return kinds, np.stack(logits)


def _layer(weight: np.ndarray, bias: np.ndarray) -> bytes:
    graph = helper.make_graph(
        [
            helper.make_node("Cast", ["halves"], ["weight"], to=TensorProto.FLOAT),
            helper.make_node("Gemm", ["logits", "weight", "bias"], ["scores"], transB=1),
            helper.make_node("Softmax", ["scores"], ["shares"], axis=1),
        ],
        "graphic-kinds",
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [None, weight.shape[1]])],
        [helper.make_tensor_value_info("shares", TensorProto.FLOAT, [None, len(bias)])],
        [
            numpy_helper.from_array(weight.astype(np.float16), "halves"),
            numpy_helper.from_array(bias.astype(np.float32), "bias"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    data: bytes = model.SerializeToString()
    return data


if __name__ == "__main__":
    main(Path(sys.argv[1]))
