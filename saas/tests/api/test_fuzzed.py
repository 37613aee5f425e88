"""Fuzzed requests made from the public document find no 5xx and no answer that is not in it (G3, the platform's side).

What the gateway does before (keys, limits, bodies) is its own tests' business; a function stands in its place that adds
the prefix and the signature.
"""

from pathlib import Path

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from picopt_saas.api.config import ApiConfig

DOCUMENT = Path(__file__).parents[3] / "contract" / "openapi.json"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]

schema = schemathesis.openapi.from_path(DOCUMENT).include(path_regex="^/v1/(?!openapi)")
OPERATIONS = [found.ok() for found in schema.get_all_operations()]


@pytest.fixture
def behind_a_gateway(site, monkeypatch):
    """Has the document's requests answered by the platform, for the site's key."""
    application = get_wsgi_application()

    def gateway(environ, start_response):
        environ["PATH_INFO"] = f"/internal{environ['PATH_INFO']}"
        environ["HTTP_AUTHORIZATION"] = f"Bearer {site.token()}"
        return application(environ, start_response)

    no_patience = ApiConfig(preview_wait_seconds=0.1)
    monkeypatch.setattr("picopt_saas.api.routes.previews.api_config", lambda: no_patience)
    return gateway


def fuzz(operation, gateway, examples):
    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def run(case):
        case.validate_response(case.call(app=gateway), checks=CHECKS)

    run()


@pytest.mark.acceptance("G3")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_a_few_fuzzed_requests(operation, behind_a_gateway):
    fuzz(operation, behind_a_gateway, 6)


@pytest.mark.deep
@pytest.mark.acceptance("G3")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_many_fuzzed_requests(operation, behind_a_gateway):
    fuzz(operation, behind_a_gateway, 150)
