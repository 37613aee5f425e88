"""Learns to tell kinds of graphics: `python vision/tools/graphics FOLDER` writes `graphic-kinds.onnx` there.

One linear layer on what the classifier's networks say of a whole picture, learned from some 4,300 pictures: of
documentation in Debian packages, of logos under CC0, and drawn here with made-up content by matplotlib and by libraries
in a browser. None of them is in this project, and none is of a page that the model is judged on. The pictures that
libraries draw differ a little from version to version, so another run writes other bytes and, within a point or two,
the same answers.

Needs Debian's `chromium`, `apt-get`, `npm`, and, beside picopt-vision, from PyPI: cairosvg, matplotlib, onnx,
playwright, pypdfium2, and scikit-learn; half an hour, and 1 GB in FOLDER. `--share` and `--sources` are for whoever
changes the script: a deep test learns from a few pictures that it draws itself.
"""

import argparse
import hashlib
import itertools
import random
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from pages import of_browser
from pictures import HERE, Workshop, fitted, of_documents, of_logos, of_packages
from plots import plots
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.preprocessing import StandardScaler

from picopt_vision.embedded.networks.classifier import glance

# The weaker the weights, the better layers of other sources fared: 0.001 is unsure of everything, 0.1 of nothing.
STRENGTH = 0.005


def main() -> None:
    """Gather, learn, and print how well a fifth of the pictures is told by a layer learned from the others."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where what is fetched and what is learned lies")
    parser.add_argument("--share", type=float, default=1.0, help="of all pictures, such as 0.05")
    parser.add_argument("--sources", type=Path, default=HERE, help="folder with sources.toml and judged.tsv")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    kinds, logits = _gathered(Workshop(asked.folder, random.Random(5), asked.sources, asked.share))
    print(Counter(kinds))
    scaler = StandardScaler().fit(logits)
    layer = LogisticRegression(C=STRENGTH, max_iter=300, class_weight="balanced")
    told = cross_val_predict(layer, scaler.transform(logits), kinds, cv=5)
    print(f"told right: {np.mean(told == np.array(kinds)):.3f}")
    layer.fit(scaler.transform(logits), kinds)
    weight = layer.coef_ / scaler.scale_
    data = _layer(weight, layer.intercept_ - weight @ scaler.mean_)
    (asked.folder / "graphic-kinds.onnx").write_bytes(data)
    print(" ".join(layer.classes_), f'\n    "graphic-kinds": "{hashlib.sha256(data).hexdigest()}",')


def _gathered(shop: Workshop) -> tuple[list[str], np.ndarray]:
    kinds, logits = [], []
    sources = (of_packages(shop), of_logos(shop), of_documents(shop), plots(shop.some(200), shop.chance))
    for kind, picture in itertools.chain(*sources, of_browser(shop)):
        if (plain := fitted(picture)) is not None:
            kinds.append(kind)
            logits.append(glance(plain).logits[0])
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
    main()
