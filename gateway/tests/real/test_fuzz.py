"""Requests made from `openapi.json`, right and wrong ones, against the real thing (G3).

A short run here, a long one among the deep tests.
"""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi import checks

from picopt_contract import openapi

pytestmark = pytest.mark.acceptance("G3")
load_all_checks()

CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.unsupported_method,
    checks.ignored_auth,
]
# What frames a request the HTTP server judges, before any route: with 400 and no body. `test_attacks.py` is for it.
FRAMING = {"connection", "content-length", "expect", "host", "transfer-encoding", "upgrade"}
UNHURRIED = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)
SHORT = settings(
    max_examples=8, deadline=None, derandomize=True, suppress_health_check=UNHURRIED, phases=[Phase.generate]
)
LONG = settings(SHORT, max_examples=150, derandomize=False)


@pytest.fixture(scope="module")
def visitor(new_site):
    return new_site("visitor")


DOCUMENT = schemathesis.openapi.from_dict(openapi.build())
OPERATIONS = [result.ok() for result in DOCUMENT.get_all_operations()]


def nothing_can_be_wrong(operation):
    """A request without body and parameters has no wrong form."""
    return not (operation.body or list(operation.iter_parameters()))


CASES = [
    pytest.param(operation, mode, id=f"{operation.label}-{mode.value}")
    for operation in OPERATIONS
    for mode in GenerationMode
    if not (mode is GenerationMode.NEGATIVE and nothing_can_be_wrong(operation))
]


def fuzz(operation, mode, effort, url, headers):
    @effort
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case):
        assume(FRAMING.isdisjoint(name.lower() for name in case.headers or ()))
        case.call_and_validate(base_url=url, headers=headers, checks=CHECKS)

    send()


@pytest.mark.parametrize(("operation", "mode"), CASES)
def test_no_server_error_and_no_undocumented_answer(operation, mode, stack, visitor):
    fuzz(operation, mode, SHORT, stack.url, visitor.auth)


@pytest.mark.deep
@pytest.mark.parametrize(("operation", "mode"), CASES)
def test_the_same_for_long(operation, mode, stack, visitor):
    fuzz(operation, mode, LONG, stack.url, visitor.auth)
