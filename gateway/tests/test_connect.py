import pytest

from picopt_gateway.app import create_app


@pytest.fixture
def ask(settings):
    def ask(**changes):
        return create_app(settings.model_copy(update=changes)).test_client().get("/connect?site_url=a%26b&state=x%20y")

    return ask


def test_a_browser_is_led_to_the_dashboard_with_all_that_was_asked(ask):
    answer = ask(dashboard_url="https://dashboard.example/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "https://dashboard.example/connect?site_url=a%26b&state=x%20y"


def test_without_a_dashboard_there_is_nothing_to_go_to(ask):
    answer = ask(dashboard_url="")
    assert answer.status_code == 404
    assert answer.json["code"] == "not_found"
