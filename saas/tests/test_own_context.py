import pytest
from django.utils import translation


@pytest.mark.parametrize("_time", ["once", "again"])
def test_the_language_of_a_test_is_not_the_next_ones(_time):
    assert translation.get_language() == "en"
    translation.activate("de")
