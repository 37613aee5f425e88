"""What is missing is heard: a place that would go on silently, planted in a copy of the packages, is found."""

import shutil
from pathlib import Path

import degradations
import pytest

REPORTED = ("capabilities.py", "encode/libwebp.py", "ssimulacra2/native.py")


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """What imaging may lack and how it tells, and beside it an empty package, that a test may spoil."""
    for name in REPORTED:
        path = Path("imaging/src/picopt_imaging", name)
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(degradations.TOP / path, tmp_path / path)
    (tmp_path / "vision/src/picopt_vision").mkdir(parents=True)
    assert list(degradations.faults(tmp_path)) == []
    return tmp_path


def plant(packages: Path, code: str, name: str = "planted.py") -> None:
    (packages / "vision" / "src" / "picopt_vision" / name).write_text(code, encoding="utf-8")


def test_the_packages_as_they_are_tell_what_they_lack() -> None:
    assert list(degradations.faults(degradations.TOP)) == []


SILENT = {
    "an import": "try:\n    import fast_codec\nexcept ImportError:\n    fast_codec = None\n",
    "an import of one thing": "try:\n    from fast import codec\nexcept (ValueError, ModuleNotFoundError):\n    pass\n",
    "an import in a function": (
        "def load():\n    try:\n        import fast_codec\n    except ImportError as error:\n        return None\n"
    ),
    "whatever goes wrong": "try:\n    import fast_codec\nexcept:\n    pass\n",
    "a library": 'import ctypes\ntry:\n    ctypes.CDLL("fast_codec.so")\nexcept OSError:\n    pass\n',
    "a look": 'from importlib.util import find_spec\nif find_spec("fast_codec"):\n    pass\n',
    "a look with a way around": (
        'import importlib.util\nif importlib.util.find_spec("fast_codec") is None:\n    quick = False\n'
        "else:\n    quick = True\n"
    ),
}


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_what_goes_on_silently_is_found(packages: Path, code: str) -> None:
    plant(packages, code)
    (fault,) = degradations.faults(packages)
    assert fault.startswith("vision/src/picopt_vision/planted.py:")
    assert "nobody hears of" in fault


LOUD = {
    "an import that is needed": "try:\n    import codec\nexcept ImportError:\n    raise SystemExit from None\n",
    "a library that is needed": 'import ctypes\ntry:\n    ctypes.CDLL("x")\nexcept OSError:\n    raise\n',
    "a look that insists": 'from importlib.util import find_spec\nif not find_spec("x"):\n    raise SystemExit\n',
    "the process itself": "import ctypes\ntry:\n    ctypes.CDLL(None).mallopt\nexcept OSError:\n    pass\n",
    "a file that is not there": 'try:\n    open("x")\nexcept OSError:\n    pass\n',
    "our own package": 'from importlib.util import find_spec\nif find_spec(f"{__name__}.more"):\n    pass\n',
}


@pytest.mark.parametrize("code", LOUD.values(), ids=LOUD)
def test_what_insists_or_lacks_no_package_is_left_alone(packages: Path, code: str) -> None:
    plant(packages, code)
    assert list(degradations.faults(packages)) == []


def test_a_flag_that_nobody_reports_is_found_and_one_that_is_reported_is_heard(packages: Path) -> None:
    plant(packages, "try:\n    import fast_codec\nexcept ImportError:\n    AVAILABLE = False\nAVAILABLE = True\n")
    assert list(degradations.faults(packages)) == [
        "vision/src/picopt_vision/planted.py: AVAILABLE is read by no degradations(): what is missing would be silent"
    ]
    report = (
        "from picopt_vision import planted\n\ndef degradations():\n    return [] if planted.AVAILABLE else ['slow']\n"
    )
    plant(packages, report, "more.py")
    assert list(degradations.faults(packages)) == []


def test_a_report_that_forgets_a_flag_is_found(packages: Path) -> None:
    path = packages / "imaging" / "src" / "picopt_imaging" / "capabilities.py"
    path.write_text(path.read_text(encoding="utf-8").replace("libwebp.is_available()", "True"), encoding="utf-8")
    (fault,) = degradations.faults(packages)
    assert fault.startswith("imaging/src/picopt_imaging/encode/libwebp.py: is_available is read by no degradations()")
