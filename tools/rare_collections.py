"""A pytest plugin: Python looks for circles of garbage less often, and never again among what was loaded for all tests.

A fifth of the time of some suites went into that: each whole look goes through Django, all our modules and all tests.
Garbage that is no circle is gone at once, as ever.
"""

import gc
from typing import Final

import pytest

NEW_OBJECTS: Final = 10_000
"""So many more than were given back start a look; Python's own 700 are meant for programs of any size."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """While modules and tests are loaded, too."""
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is there now stays to the end."""
    gc.collect()
    gc.freeze()
