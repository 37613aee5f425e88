"""The plugin translates the sentences of the service's reasons: it must have the very sentences."""

import re
from pathlib import Path
from typing import Final

import pytest

from picopt_contract.reasons import REASONS, ReasonCode

ROOT: Final = Path(__file__).parents[2]
PLUGIN: Final = ROOT / "wordpress/picture-optimizer/src/Api/ServiceWords.php"
_SENTENCE: Final = re.compile(r"'(\w+)' => __\(\s*'([^']+)'")


@pytest.mark.parametrize("code", list(ReasonCode))
def test_the_plugin_says_of_a_reason_what_the_service_says(code: ReasonCode) -> None:
    said = dict(_SENTENCE.findall(PLUGIN.read_text("utf-8")))
    assert said[code.value] == REASONS[code].replace("'", "’")
