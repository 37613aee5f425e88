import re
import shutil
from pathlib import Path

import pytest
import urllib3
from playwright.sync_api import sync_playwright

from picopt_contract import openapi
from picopt_contract.advice import ADVICE
from picopt_contract.errors import ErrorCode
from picopt_contract.routes import ROUTES

PAGES = ("/docs", "/docs/errors")
BROKEN_NAMES = """() => [...document.querySelectorAll('tbody th code')]
  .filter((name) => name.getClientRects().length > 1).map((name) => name.textContent)"""
FINDINGS = "async () => (await axe.run()).violations.map(one => one.id + ': ' + one.nodes[0].html)"
AXE = Path(__file__).parents[2] / "wordpress" / "node_modules" / "axe-core" / "axe.min.js"


def test_the_description_is_the_contracts(client):
    response = client.get("/v1/openapi.json")
    assert response.content_type == "application/json"
    assert response.json == openapi.build()


def test_only_the_pages_own_files_are_served(client):
    with client.get("/docs/pages.css") as style:
        assert style.content_type.startswith("text/css")
    assert client.get("/docs/errors.html").status_code == 404
    assert client.get("/docs/..%2F__init__.py").status_code == 404


@pytest.mark.acceptance("U2")
def test_the_root_leads_on(client):
    root = client.get("/")
    assert root.json["name"] == "Picture Optimizer API"
    for name in ("documentation", "errors", "openapi"):
        assert client.get(root.json["links"][name]).status_code == 200
    browser = client.get("/", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (browser.status_code, browser.headers["Location"]) == (303, "/docs")


def test_the_root_names_the_dashboard_where_there_is_one(start_gateway, client):
    url = start_gateway(PUBLIC_URL="http://localhost:8000")
    assert urllib3.request("GET", f"{url}/").json()["links"]["dashboard"] == "http://localhost:8000"
    assert "dashboard" not in client.get("/").json["links"]


@pytest.mark.acceptance("U2")
def test_a_problems_type_leads_to_what_to_do(client):
    problem = client.get("/v1/account").json
    page, _, code = problem["type"].partition("#")
    html = client.get(page).text
    section = re.search(rf'<section id="{code}".*?</section>', html, re.DOTALL)
    assert section
    assert "with a key from the dashboard" in section[0]


@pytest.mark.acceptance("U2")
def test_every_error_has_its_place_and_advice(client):
    assert set(ADVICE) == set(ErrorCode)
    html = client.get("/docs/errors").text
    assert re.findall(r'<section id="(\w+)"', html) == [code.value for code in ErrorCode if code in ADVICE]


@pytest.mark.acceptance("U2")
def test_every_route_model_and_link_of_the_reference_exists(client):
    html = client.get("/docs").text
    assert html.count('<section class="operation"') == len(ROUTES)
    ids = set(re.findall(r' id="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= ids
    assert set(openapi.build()["components"]["schemas"]) <= ids
    assert "`" not in re.sub(r"<[^>]+>", "", html)  # Markdown that nobody rendered
    errors = client.get("/docs/errors").text
    assert set(re.findall(r'href="/docs/errors#(\w+)"', html)) <= set(re.findall(r' id="(\w+)"', errors))


@pytest.mark.acceptance("U3")
@pytest.mark.parametrize(
    ("scheme", "width", "pages"),
    [
        ("light", 390, PAGES),
        ("dark", 1280, PAGES[1:]),  # the first has eight seconds' worth of elements, and the same style
        pytest.param("dark", 1280, PAGES[:1], marks=pytest.mark.deep),
        pytest.param("dark", 390, PAGES, marks=pytest.mark.deep),
        pytest.param("light", 1280, PAGES, marks=pytest.mark.deep),
    ],
)
def test_the_pages_are_accessible_and_break_no_rule_of_their_policy(served, width, scheme, pages):
    complaints = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=False)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: complaints.append(request.url) if served not in request.url else None)
        found = []
        for path in pages:
            answer = page.goto(f"{served}{path}")
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            page.evaluate(AXE.read_text(encoding="utf-8"))
            found += page.evaluate(FINDINGS)
            assert page.evaluate(BROKEN_NAMES) == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        browser.close()
    assert found == []
    assert complaints == []
