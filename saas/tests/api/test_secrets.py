"""Nothing secret reaches a log: no key, no token, no text about a picture."""

import logging

import pytest

from picopt_saas.accounts import connect
from picopt_saas.accounts.members import create_verified_user

pytestmark = pytest.mark.django_db(transaction=True)

CAPTION = "A sentence that only the customer may read"


def test_a_picture_s_whole_life_leaves_no_secret_in_the_logs(site, known_picture, run_worker, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    user = create_verified_user("ann@example.com", "a-password-nobody-knows")
    wish, code = connect.begin("https://example.com", "x" * 43)
    connect.confirm(wish, site.account, user)
    site.upload(known_picture)
    job = site.order(site.item(known_picture, text={"caption": CAPTION}, context={"page_title": CAPTION})).json()
    run_worker()
    (item,) = site.job(job["id"])["items"]
    site.ask("POST", f"/v1/items/{item['id']}/receipt", {"outcome": "not_applied", "reason": CAPTION})
    site.ask(
        "POST", "/v1/connect/token", {"device_code": code, "verifier": "y" * 43, "site_url": "https://example.com"}
    )
    site.ask("GET", "/v1/account", key_id=site.secret)  # a key where its id belongs

    out, err = capfd.readouterr()
    logged = "\n".join([caplog.text, out, err, *(str(record.__dict__) for record in caplog.records)])
    assert "request" in logged
    for secret in (site.secret, site.token()[:40], code, CAPTION, item["analysis"]["alt"]):
        assert secret not in logged
