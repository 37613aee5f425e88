"""A real WordPress. In the normal suite PHPUnit and the browser's tests start one and lean on what it serves."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import urllib3

from picopt_standalone.paths import SAMPLES
from picopt_standalone.processes import StartError
from picopt_standalone.wordpress import Site

PICOPT = Path(sys.executable).with_name("picopt")


@pytest.fixture(scope="module")
def site():
    with Site("pytest") as running:
        yield running


def get(url: str) -> urllib3.BaseHTTPResponse:
    return urllib3.request("GET", url, redirect=False, timeout=30)


@pytest.mark.deep
def test_it_is_a_real_wordpress_with_the_plugin_switched_on(site):
    assert site.wp("core", "version").startswith("7.1")
    plugins = {p["name"]: p["status"] for p in json.loads(site.wp("plugin", "list", "--format=json"))}
    assert plugins["picture-optimizer"] == "active"


@pytest.mark.deep
def test_for_a_while_it_is_as_it_was_without_the_plugin(site):
    def is_active() -> bool:
        names = json.loads(site.wp("plugin", "list", "--status=active", "--field=name", "--format=json"))
        return "picture-optimizer" in names

    with site.without_plugin():
        assert not is_active()
    assert is_active()


@pytest.mark.deep
def test_pages_log_in_and_permalinks_answer(site):
    assert b"<title>" in get(site.url).data
    assert b"user_login" in get(f"{site.url}/wp-login.php").data
    number = site.wp("post", "create", "--post_title=Pretty", "--post_status=publish", "--porcelain").strip()
    link = site.wp("eval", f"echo get_permalink({number});")
    assert "?" not in link
    assert b"Pretty" in get(link).data


@pytest.mark.deep
def test_the_rest_api_answers_under_its_pretty_address(site):
    assert json.loads(get(f"{site.url}/wp-json/").data)["url"] == site.url


@pytest.mark.deep
def test_pictures_of_every_kind_are_served_with_their_type(site):
    for name in ("chelsea.png", "rocket.jpg", "stairs.webp"):
        number = site.wp("media", "import", str(SAMPLES / name), "--porcelain").strip()
        answer = get(site.wp("eval", f"echo wp_get_attachment_url({number});"))
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("image/")
        assert answer.data == (SAMPLES / name).read_bytes()


@pytest.mark.deep
def test_a_picture_that_is_gone_reaches_wordpress(site):
    """So that the plugin's redirect can answer."""
    answer = get(f"{site.url}/wp-content/uploads/2026/01/gone.jpg")
    assert answer.status == 404
    assert b"<html" in answer.data


@pytest.mark.deep
def test_wordpress_reaches_itself(site):
    assert site.wp("eval", "echo wp_remote_retrieve_response_code(wp_remote_get(home_url('/')));") == "200"


@pytest.mark.deep
def test_nothing_is_asked_of_the_internet_and_nothing_complains(site):
    site.debug_log.unlink(missing_ok=True)
    site.wp("eval", "wp_update_plugins(); wp_version_check(); wp_update_themes();")
    assert not site.debug_log.exists(), site.debug_log.read_text()


@pytest.mark.deep
def test_files_that_begin_with_a_dot_are_not_served(site):
    (site.root / ".secret").write_text("x")
    assert get(f"{site.url}/.secret").data != b"x"


def test_an_unknown_version_is_refused():
    with pytest.raises(StartError, match=r"WordPress 5.9 is not on offer; choose one of 7.1, 6.5"):
        Site("x", version="5.9")


def test_a_name_that_is_a_path_is_refused():
    with pytest.raises(StartError, match="letters, digits"):
        Site("../x")


@pytest.mark.deep
def test_wordpress_65_runs_too():
    with Site("pytest", version="6.5") as old:
        assert old.wp("core", "version").startswith("6.5")
        assert get(old.url).status == 200
        assert get(f"{old.url}/wp-includes/css/dist/block-library/style.min.css").status == 200


@pytest.mark.deep
def test_a_second_start_keeps_content_and_a_fresh_one_forgets():
    with Site("pytest-kept", fresh=True) as first:
        first.wp("option", "update", "blogname", "Kept")
        url = first.url
    with Site("pytest-kept") as second:
        assert second.url == url
        assert second.wp("option", "get", "blogname").strip() == "Kept"
    with Site("pytest-kept", fresh=True) as third:
        assert third.wp("option", "get", "blogname").strip() != "Kept"


@pytest.mark.deep
def test_the_command_line_gives_a_command_the_site(site):
    script = 'test -f "$PICOPT_WP_ROOT/wp-load.php" && "$PICOPT_WP_CLI" option get home && exit 5'
    done = subprocess.run(
        [PICOPT, "site", "--name", "pytest-cli", "--", "sh", "-c", script],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 5, done.stderr
    assert done.stdout.startswith("http://127.0.0.1:")
