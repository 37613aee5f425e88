import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from picopt_saas.billing import ledger
from picopt_saas.billing.models import Grant, Hold


@pytest.fixture
def busy_account(account, give, hold):
    give(account, 10)
    hold(account, "a", "b", credits=2)
    ledger.capture("a")
    return account


def test_verify_prints_the_sum(busy_account, capsys):
    call_command("ledger", "verify")
    assert "10 granted = 6 available + 2 held + 2 used + 0 expired + 0 revoked" in capsys.readouterr().out


def test_verify_prints_json(busy_account, capsys):
    call_command("ledger", "verify", "--json", "--account", busy_account.pk)
    (proof,) = json.loads(capsys.readouterr().out)
    assert (proof["account_id"], proof["used"], proof["faults"]) == (busy_account.pk, 2, [])


@pytest.mark.parametrize(
    ("corrupt", "fault"),
    [
        (lambda: Grant.objects.update(remaining=1), "by grants"),
        (lambda: Hold.objects.filter(reference="b").update(state="released"), "by holds"),
        (lambda: Hold.objects.filter(reference="b").update(credits=1), "held is 2, by holds 1"),
        (
            lambda: connection.cursor().execute("UPDATE billing_wallet SET available = available - 1, used = used + 1"),
            "available is 5, by transfers 6",
        ),
    ],
)
def test_verify_finds_every_kind_of_damage(busy_account, capsys, corrupt, fault):
    corrupt()
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("ledger", "verify")
    assert fault in capsys.readouterr().out
