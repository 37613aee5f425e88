"""The secret between gateway and platform is changed without a pause."""

import pytest
from pydantic import SecretStr

pytestmark = [pytest.mark.django_db, pytest.mark.acceptance("H4")]


def status(site, token):
    return site.client.get("/internal/v1/account", headers={"Authorization": f"Bearer {token}"}).status_code


def test_gateways_may_sign_with_the_old_secret_until_it_is_taken_back(site, settings):
    old_token, old_secret = site.token(), settings.PICOPT.picopt_internal_secret
    new_secret = SecretStr("a-new-secret-that-only-the-two-sides-know")
    settings.PICOPT = settings.PICOPT.model_copy(
        update={"picopt_internal_secret": new_secret, "picopt_internal_secret_fallbacks": old_secret}
    )
    new_token = site.token()
    assert (status(site, old_token), status(site, new_token)) == (200, 200)

    settings.PICOPT = settings.PICOPT.model_copy(update={"picopt_internal_secret_fallbacks": SecretStr("")})
    assert (status(site, old_token), status(site, new_token)) == (401, 200)
