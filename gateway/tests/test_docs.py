import shutil

from playwright.sync_api import sync_playwright

from picopt_contract import openapi
from picopt_contract.routes import ROUTES


def test_the_description_is_the_contracts(client):
    response = client.get("/v1/openapi.json")
    assert response.content_type == "application/json"
    assert response.json == openapi.build()


def test_only_the_viewers_own_files_are_served(client):
    assert client.get("/docs/LICENSE").status_code == 404
    assert client.get("/docs/..%2F__init__.py").status_code == 404


def test_the_page_shows_every_route_and_breaks_no_rule_of_its_policy(served):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        complaints = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: complaints.append(request.url) if served not in request.url else None)
        page.goto(f"{served}/docs")
        page.wait_for_selector(".opblock-summary-path")
        shown = page.locator(".opblock").count()
        policy = page.goto(f"{served}/docs").headers["content-security-policy"]
        browser.close()
    assert shown == len(ROUTES)
    assert not [text for text in complaints if not text.startswith("data:")]
    assert "script-src 'self';" in policy
