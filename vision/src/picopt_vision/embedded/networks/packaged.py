"""The networks that come with this package: ONNX files, checked by hash before anything reads them.

`vision/tools/weights` makes them and says from what; `weights/LICENSES.txt` says under which licenses.
"""

import hashlib
from functools import cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from typing import Final

import onnxruntime  # type: ignore[import-untyped] # the wheel has no py.typed

from picopt_vision.embedded.networks.runtime import start_session

# SHA-256 of each file.
NETWORKS: Final = {
    "efficientnet-lite0": "d3132d7b698a7a3913a980a1c7e50c862af8331671d848c0169ee54774cc7f8e",
    "efficientnet-lite1": "b3c9239d71ed13acb3f5cf1b517a9a796cc4efcb0bd482241e48097471a1f6f0",
    "efficientnet-lite2": "2110775b7e9dd3263f4a3defd9fa67bfca28aa7c488d26aba569115c3801b126",
    "mtcnn-pnet": "93cffd726c7e3baa42017568fe20bb0e45d27e24fa3e10bff986864c004b1a4a",
    "mtcnn-rnet": "0956b55ea071f85d9d0a5f71b1f4e558dd3db4e2f10df1b937fdd2aa58bef624",
    "mtcnn-onet": "37363a1530cab01c4019573bc534b860551b0ad4c2be80ee7e2f89c8825ecae9",
    "graphic-kinds": "f899f461293bfdd396c94b435f3a273ac99c2d991f8f691a0ad5de8e15cfbd8c",
    "yolox-nano": "695e750a5d5754bb5a8d5325643b59282191a7e7a564e435a415fd3c578eab14",
}
# They look at up to a dozen views of an image.
_CLASSIFIERS: Final = "efficientnet"


@cache
def network(name: str) -> onnxruntime.InferenceSession:
    """The loaded network. Raises RuntimeError when its file is not the one that was shipped."""
    read_network(name)
    # From its file: a session keeps the bytes that it is given, beside the network that it made of them.
    with as_file(_file(name)) as path:
        return start_session(path, in_a_row=name.startswith(_CLASSIFIERS))


def read_network(name: str) -> bytes:
    """The checked file."""
    data = _file(name).read_bytes()
    if hashlib.sha256(data).hexdigest() != NETWORKS[name]:
        raise RuntimeError(f"{name}.onnx is not the file that was shipped; install picopt-vision again.")
    return data


def _file(name: str) -> Traversable:
    return files(__package__).joinpath("weights", f"{name}.onnx")
