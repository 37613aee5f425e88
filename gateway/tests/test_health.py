"""What anybody may ask of the process itself, and what only who runs it may."""

import pytest

from picopt_gateway.app import create_app


def test_the_platform_is_not_asked_whether_it_is_ready_as_often_as_we_are(client, platform):
    assert {client.get("/health/ready").status_code for _ in range(20)} == {200}
    assert 1 <= len(platform.calls("/health/ready")) <= 2


def test_a_platform_that_is_not_ready_makes_us_not_ready(client, platform):
    platform.on("GET", "/health/ready", 503, {"status": "unavailable"})
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert client.get("/health/live").status_code == 200


@pytest.mark.parametrize(("why", "says"), [("clock", "NTP"), ("signature", "PICOPT_INTERNAL_SECRET")])
def test_a_gateway_that_the_platform_refuses_says_so_and_blames_no_key(  # noqa: PLR0917 -- fixtures and parameters
    client, platform, auth, capsys, why, says
):
    platform.on("GET", "/internal/v1/account", 200, {})
    assert client.get("/v1/account", headers=auth).status_code == 200
    refused = {"code": "invalid_key", "detail": "Only the gateway may ask here."}
    platform.on("GET", "/internal/v1/account", 401, refused, **{"X-Picopt-Gateway-Refused": why})
    platform.on("GET", "/health/ready", 200, {"status": "ok"}, **{"X-Picopt-Gateway-Refused": why})
    for path in ("/v1/account", "/health/ready"):
        answer = client.get(path, headers=auth)
        assert (answer.status_code, answer.json["code"]) == (503, "busy")
        assert says in answer.json["detail"]
    assert "platform refuses this gateway" in capsys.readouterr().out


def test_a_proxy_can_ask_whether_a_key_is_known(client, platform, auth):
    assert client.get("/health/key", headers=auth).status_code == 204
    assert client.get("/health/key").json["code"] == "invalid_key"
    off = {"Authorization": f"Bearer po_live_{'o' * 43}"}
    assert client.get("/health/key", headers=off).json["code"] == "key_inactive"
    assert len(platform.calls("/internal/keys/resolve")) == 2


def test_who_tries_keys_there_is_held_to_the_addresses_limit(settings):
    client = create_app(settings.model_copy(update={"address_requests_per_minute": 2})).test_client()
    tried = [client.get("/health/key", headers={"Authorization": f"Bearer po_live_{one * 43}"}) for one in "bcd"]
    assert [answer.status_code for answer in tried] == [401, 401, 429]


def metrics_for(app, address, **headers):
    environ = {"REMOTE_ADDR": address}
    return app.test_client().get("/metrics", headers=headers, environ_overrides=environ).status_code


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_without_a_token_this_machine_sees_the_metrics(settings, address):
    assert metrics_for(create_app(settings), address) == 200


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", ""])
def test_without_a_token_nobody_else_does(settings, address):
    assert metrics_for(create_app(settings), address) == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
@pytest.mark.parametrize("proxies", [None, 1])
@pytest.mark.parametrize("claimed", ["192.0.2.1", "127.0.0.1"])
def test_what_a_proxy_on_this_machine_passes_on_is_not_this_machine(settings, header, proxies, claimed):
    app = create_app(settings.model_copy(update={"trusted_proxies": proxies}))
    assert metrics_for(app, "127.0.0.1", **{header: claimed}) == 404


def test_a_stranger_who_claims_to_be_this_machine_is_not_believed(settings):
    app = create_app(settings.model_copy(update={"trusted_proxies": 1}))
    assert metrics_for(app, "192.0.2.1", **{"X-Forwarded-For": "127.0.0.1"}) == 404


def test_with_a_token_the_token_counts_and_not_the_address(settings):
    token = type(settings.metrics_token)("a token of its own")
    app = create_app(settings.model_copy(update={"metrics_token": token}))
    assert metrics_for(app, "192.0.2.1", Authorization="Bearer a token of its own") == 200
    for given in ("", "Bearer", "Bearer another", "Bearer é"):
        assert metrics_for(app, "127.0.0.1", Authorization=given) == 404
