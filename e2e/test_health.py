"""Site Health: its page asks for our slow tests itself, and shows what they answer."""

import pytest
from playwright.sync_api import Page, Response, expect

from picopt_standalone.wordpress import Site

# Of WordPress' own, asks wordpress.org, which this site does not reach, and complains to the log.
ABOUT_UPDATES = "**/wp-site-health/v1/tests/background-updates*"


@pytest.mark.acceptance("U1")
@pytest.mark.usefixtures("stack")
def test_site_health_gets_an_answer_to_each_of_our_tests(admin: Page, site: Site):
    answers: dict[str, int] = {}

    def note(response: Response) -> None:
        asked = response.request.post_data or ""
        if "health-check-picopt" in asked:
            answers[asked.split("&")[0]] = response.status

    admin.route(ABOUT_UPDATES, lambda route: route.abort())
    admin.on("response", note)
    admin.goto(f"{site.url}/wp-admin/site-health.php")
    admin.get_by_role("button", name="Passed tests").click()
    for found in ("Connected to 127.0.0.1", "The site can reach itself", "WebP and AVIF files are sent as images"):
        expect(admin.get_by_text(found).first).to_be_visible(timeout=120_000)
    assert len(answers) >= 8
    assert set(answers.values()) == {200}
