"""Account A can never read, list, download, cancel or charge anything of account B, nor learn that B has it (G2).

Every route of the contract is tried with every kind of id that another account has. A route or an id that is added
later is tried too, or the test says that it does not know how.
"""

import base64
import time
import uuid

import jwt
import pytest

from picopt_contract.internal import AUDIENCE
from picopt_contract.routes import ROUTES
from picopt_saas.accounts.keys import delete_key, switch_key
from picopt_saas.api.cursors import behind
from picopt_saas.jobs.models import Charge, Item, Job, PaidWork, ResultFile
from picopt_saas.storage.models import Original

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.acceptance("G2")]


@pytest.fixture
def owner(make_site, picture, run_worker):
    """Somebody with one of everything."""
    site = make_site("Owner")
    site.ready = site.order_pictures(picture, pipeline="export")
    run_worker()
    site.file_id = site.job(site.ready["id"])["items"][0]["export"]["files"][0]["id"]
    site.waiting = site.order_pictures(picture, settings={"reprocess": True})
    site.picture = picture
    return site


@pytest.fixture
def stranger(make_site):
    return make_site("Stranger", url="https://elsewhere.example")


def everything(account):
    """All that can be seen of an account's rows, to show that nothing changed."""
    return {
        kind.__name__: list(kind.objects.filter(account=account).order_by("pk").values())
        for kind in (Job, Item, Charge, PaidWork, ResultFile, Original)
    }


def ids(owner):
    return {
        "sha256": next(iter(owner.data)),
        "job_id": owner.waiting["id"],
        "item_id": owner.waiting["items"][0]["id"],
        "file_id": owner.file_id,
    }


BODIES = {
    "item_metadata": {"alt": "mine now"},
    "item_regenerate": {"wish": "mine"},
    "item_receipt": {"outcome": "not_applied", "reason": "give me the credits"},
}


def with_parameters():
    return [route for route in ROUTES if "{" in route.path and route.name not in ("image_put", "image_upload")]


def test_anothers_id_is_as_unknown_as_one_that_never_was(owner, stranger):
    before, balance = everything(owner.account), owner.balance()
    invented = {name: value[:4] + "0" * (len(value) - 4) for name, value in ids(owner).items()}
    for route in with_parameters():
        theirs = stranger.ask(route.method, route.path.format(**ids(owner)), BODIES.get(route.name))
        nobodys = stranger.ask(route.method, route.path.format(**invented), BODIES.get(route.name))

        assert theirs.status_code == nobodys.status_code == 404, route.name
        if route.method != "HEAD":
            assert unnumbered(theirs) == unnumbered(nobodys), route.name
        assert everything(owner.account) == before, route.name
        assert owner.balance() == balance, route.name
        assert stranger.balance().available == 50, route.name


def unnumbered(answer):
    return {name: value for name, value in answer.json().items() if name != "request_id"}


def test_every_kind_of_id_is_tried():
    used = {part.strip("{}") for route in ROUTES for part in route.path.split("/") if part.startswith("{")}
    assert used == {"sha256", "job_id", "item_id", "file_id"}


def test_lists_hold_ones_own_only(owner, stranger):
    assert stranger.ask("GET", "/v1/jobs").json()["jobs"] == []
    assert len(owner.ask("GET", "/v1/jobs").json()["jobs"]) == 2


MOMENTS = (
    "2026-01-01T00:00:00+23:59",  # an offset that the database does not know
    "2026-01-01T00:00:00+05:30:15.123456",
    "0001-01-01T00:00:00+23:59",  # before all time, in UTC
    "9999-12-31T23:59:59-23:59",
    "2026-01-01T00:00:00",
    "2026-W01-1",
    "",
)


def test_a_cursor_of_somebodys_own_making_is_refused_or_finds_nothing_else(owner):
    for moment in MOMENTS:
        cursor = base64.urlsafe_b64encode(f"{moment} job_1".encode()).decode()
        answer = owner.ask("GET", f"/v1/jobs?cursor={cursor}")
        assert answer.status_code in (200, 422), answer.content
        assert answer.status_code == 200 or answer.json()["field"] == "cursor", moment


def test_a_cursor_of_another_account_opens_nothing(owner, stranger):
    cursor = behind(Job.objects.filter(account=owner.account).latest("created_at"))
    assert stranger.ask("GET", f"/v1/jobs?cursor={cursor}").json()["jobs"] == []


def test_a_quote_does_not_tell_that_another_account_has_or_paid_for_the_picture(owner, stranger):
    owner.ask("GET", f"/v1/files/{owner.file_id}")
    assert PaidWork.objects.filter(account=owner.account).exists()
    body = {"pipeline": "export", "items": [stranger.item(owner.picture)]}
    quoted = stranger.ask("POST", "/v1/quotes", body).json()["items"][0]
    assert (quoted["uploaded"], quoted["paid_before"], quoted["export_credits"]) == (False, False, 1)


def test_anothers_quote_cannot_be_ordered(owner, stranger):
    body = {"pipeline": "export", "items": [owner.item(owner.picture)], "settings": {"reprocess": True}}
    quote = owner.ask("POST", "/v1/quotes", body).json()
    stranger.upload(owner.picture)
    answer = stranger.ask("POST", "/v1/jobs", {**body, "quote_id": quote["id"]})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert stranger.balance().held == 0


def test_anothers_picture_cannot_be_ordered_or_previewed(owner, stranger):
    answer = stranger.order(stranger.item(owner.picture), pipeline="export")
    assert answer.json()["code"] == "image_not_uploaded"
    preview = stranger.ask("POST", "/v1/previews", {"sha256": next(iter(owner.data))})
    assert preview.json()["code"] == "image_not_uploaded"


def test_knowing_a_hash_is_not_having_the_picture(owner, stranger):
    """A stranger who uploads the same picture sends all of its bytes and gets an id of his own."""
    sha256 = next(iter(owner.data))
    part = stranger.ask(
        "PUT",
        f"/v1/images/{sha256}",
        owner.picture[:100],
        headers={"Content-Range": f"bytes 0-99/{len(owner.picture)}"},
    )
    assert (part.status_code, part.json()["offset"]) == (202, 100)
    assert owner.ask("HEAD", f"/v1/images/{sha256}").status_code == 200
    assert set(Original.objects.values_list("account", flat=True)) == {owner.account.pk}


def test_announcing_anothers_picture_tells_nothing(owner, stranger):
    body = {"bytes": len(owner.picture), "parts": ["0" * 64]}
    theirs, nobodys = (
        stranger.ask("POST", f"/v1/images/{sha256}/upload", body) for sha256 in (next(iter(owner.data)), "0" * 64)
    )
    assert theirs.status_code == nobodys.status_code == 409
    assert unnumbered(theirs) == unnumbered(nobodys)


def test_an_idempotency_key_gives_nobody_anothers_answer(owner, stranger):
    key = uuid.uuid4().hex
    body = {"pipeline": "export", "items": [owner.item(owner.picture)]}
    mine = owner.ask("POST", "/v1/quotes", body, key=key).json()
    theirs = stranger.ask("POST", "/v1/quotes", body, key=key).json()
    assert mine["id"] != theirs["id"]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_no_route_answers_without_the_gateways_signature(route, site):
    path = route.path.format(sha256="0" * 64, job_id="job_x", item_id="itm_x", file_id="fil_x")
    wrong = [{"exp": 1}, {"aud": "other"}, {"iat": 1_000_000_000}]
    if route.authenticated:
        wrong += [{"account_id": "acc_other"}, {"key_id": "key_other"}, {"account_id": ""}]
    for claims in wrong:
        answer = site.ask(route.method, path, BODIES.get(route.name), **claims)
        assert answer.status_code == 401, claims
    for header in ("", "Bearer ", "Bearer x.y.z", f"Basic {site.token()}"):
        answer = site.client.generic(route.method, f"/internal{path}", headers={"Authorization": header})
        assert answer.status_code == 401, header


@pytest.mark.parametrize(
    ("iat", "why"), [(+600, "clock"), (-600, "clock"), (+5, None)], ids=["ahead", "behind", "a bit"]
)
def test_a_gateway_whose_clock_is_wrong_is_told_so_also_by_the_health_page(site, caplog, iat, why):
    now = int(time.time())
    claims = {"iat": now + iat, "exp": now + iat + 60}
    answer = site.ask("GET", "/v1/account", **claims)
    healthy = site.client.get("/health/ready", headers={"Authorization": f"Bearer {site.token(**claims)}"})
    assert answer.status_code == (401 if why else 200)
    assert healthy.status_code == 200
    assert answer.get("X-Picopt-Gateway-Refused") == healthy.get("X-Picopt-Gateway-Refused") == why
    assert ("gateway_refused" in caplog.text) is bool(why)


@pytest.mark.parametrize("token", ["nonsense", "x.y.z"])
def test_the_health_page_makes_no_alarm_of_what_anybody_may_send_there(site, caplog, token):
    answer = site.client.get("/health/ready", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer["X-Picopt-Gateway-Refused"]) == (200, "signature")
    assert "gateway_refused" not in caplog.text
    site.client.get("/internal/v1/account", headers={"Authorization": f"Bearer {token}"})
    assert "gateway_refused" in caplog.text


def test_a_gateway_with_another_secret_is_told_so(site):
    forged = jwt.encode({"aud": AUDIENCE, "iat": 0, "exp": 60}, "another secret of at least 32 bytes", "HS256")
    answer = site.client.get("/internal/v1/account", headers={"Authorization": f"Bearer {forged}"})
    assert answer["X-Picopt-Gateway-Refused"] == "signature"
    assert "X-Picopt-Gateway-Refused" not in site.client.get("/health/ready")
    assert "X-Picopt-Gateway-Refused" not in site.ask("GET", "/v1/jobs/job_x")


FORGERIES = {
    "unsigned": {"key": None, "algorithm": "none"},
    "another secret": {"key": "a secret that is not the gateway's, 32 bytes", "algorithm": "HS256"},
    "the right secret by another method": {"algorithm": "HS512"},
    "a key that it brings itself": {
        "key": "a key of the attacker's own choice, 32 bytes",
        "algorithm": "HS256",
        "headers": {"kid": "../../dev/null", "jwk": {"kty": "oct", "k": "YQ"}, "jku": "http://127.0.0.1:1/keys"},
    },
}


@pytest.mark.parametrize("how", FORGERIES.values(), ids=FORGERIES)
@pytest.mark.filterwarnings("ignore:The HMAC key is:Warning")  # too short for HS512
def test_no_forged_token_is_taken_for_the_gateways(site, settings, how):
    secret = settings.PICOPT.picopt_internal_secret.get_secret_value()
    real = jwt.decode(site.token(), secret, algorithms=["HS256"], audience=AUDIENCE)
    forged = jwt.encode(real, **({"key": secret} | how))
    answer = site.client.get("/internal/v1/account", headers={"Authorization": f"Bearer {forged}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_key")
    as_it_should_be = site.client.get("/internal/v1/account", headers={"Authorization": f"Bearer {site.token()}"})
    assert as_it_should_be.status_code == 200


@pytest.mark.parametrize("route", [route for route in ROUTES if route.scopes], ids=lambda route: route.name)
def test_a_key_does_only_what_its_scopes_say(route, site):
    path = route.path.format(sha256="0" * 64, job_id="job_x", item_id="itm_x", file_id="fil_x")
    bodies = {
        "quote_create": {"pipeline": "export", "items": [site.item(b"x")]},
        "image_upload": {"bytes": 1, "parts": ["0" * 64]},
    }
    bodies["job_create"] = {**bodies["quote_create"], "quote_id": "quo_x"}
    bodies["preview_create"] = {"sha256": "0" * 64}
    answer = site.ask(route.method, path, (BODIES | bodies).get(route.name, b"x"), scopes=["read"])
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")


def test_a_key_that_was_switched_off_or_deleted_is_refused_at_once(site):
    switch_key(site.key, active=False)
    assert site.ask("GET", "/v1/account").json()["code"] == "key_inactive"
    delete_key(site.key)
    assert site.ask("GET", "/v1/account").json()["code"] == "invalid_key"
