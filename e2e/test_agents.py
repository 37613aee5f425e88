"""A program plans and asks for the price; only after a person approved that in the browser it may spend, and once."""

import json
import os

import pytest
from playwright.sync_api import Page, expect
from waiting import wait_until

from picopt_standalone.processes import StartError
from picopt_standalone.stack import Stack
from picopt_standalone.stack.credits import credits_of
from picopt_standalone.wordpress import Site

pytestmark = pytest.mark.skipif(
    os.environ.get("PICOPT_WP", "7.1") == "6.5", reason="WordPress knows abilities since 6.9"
)
CALL = (
    "$answer = wp_get_ability('picture-optimizer/' . getenv('ABILITY'))->execute(json_decode(getenv('INPUT'), true));"
    " is_wp_error($answer) ? WP_CLI::error($answer->get_error_message()) : print(wp_json_encode($answer));"
)


def call(site: Site, ability: str, **given) -> dict:
    """As an agent does it, on behalf of the administrator. Raises StartError with WordPress' sentence on a refusal."""
    told = {"ABILITY": ability, "INPUT": json.dumps(given)}
    return json.loads(site.wp("eval", CALL, "--user=admin", environment=told))


@pytest.fixture
def agents_may_spend(site: Site):
    """An administrator has switched it on; off again afterwards."""
    switch = "(new PictureOptimizer\\Settings\\Settings())->save(['agents_may_spend' => %d]);"
    site.wp("eval", switch % 1)
    yield
    site.wp("eval", switch % 0)


@pytest.mark.usefixtures("agents_may_spend")
@pytest.mark.acceptance("D6")
def test_a_person_approves_what_they_see_and_the_agent_spends_no_more(
    admin: Page, site: Site, stack: Stack, axe, pictures: dict[str, int]
):
    before = credits_of(stack)
    plan = call(site, "plan", ids=[pictures["rocket.jpg"]], pipeline="export")
    assert (plan["process"], plan["credits"]) == (1, 1)
    order = {"plan": plan["plan"], "quote_id": plan["quote_id"]}
    with pytest.raises(StartError, match="Nobody has approved this plan"):
        call(site, "apply", **order, confirmation="AAAAA-AAAAA")

    admin.goto(plan["approve_at"])
    card = admin.locator(".card")
    expect(card).to_contain_text("Compress & Export Only: 1 image")
    expect(card).to_contain_text("At most 1 credit of your")
    assert axe(admin, "#wpbody-content .wrap") == []
    card.get_by_role("button", name="Approve for 15 minutes").focus()
    admin.keyboard.press("Enter")
    code = admin.get_by_role("status").locator("code").inner_text()
    assert credits_of(stack).used == before.used, "an approval spends nothing"
    admin.reload()
    expect(admin.get_by_text(code)).to_have_count(0)

    call(site, "apply", **order, confirmation=code.lower())
    with pytest.raises(StartError):
        call(site, "apply", **order, confirmation=code)
    site.wp("picture-optimizer", "work")
    wait_until(lambda: call(site, "status", job=plan["plan"])["state"] == "finished", every=1)
    assert credits_of(stack).used == before.used + 1


def test_a_page_of_plans_is_not_there_until_it_is_switched_on(admin: Page, site: Site):
    admin.goto(f"{site.url}/wp-admin/upload.php?mode=list")
    expect(admin.get_by_role("link", name="Agent plans")).to_have_count(0)
