"""The money rules hold in the database, whoever writes to it."""

import pytest
from django.db import IntegrityError, connection, transaction

from picopt_saas.billing.models import Transfer, Wallet


@pytest.mark.parametrize("column", ["available", "held", "used", "expired", "revoked", "debt"])
def test_no_balance_can_be_negative(account, give, column):
    give(account, 5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wallet.objects.filter(pk=account.pk).update(**{column: -1})


def test_a_balance_cannot_appear_from_nowhere(account, give):
    give(account, 5)
    with pytest.raises(IntegrityError, match="wallet_balanced"), transaction.atomic():
        Wallet.objects.filter(pk=account.pk).update(available=6)


def test_a_transfer_exists_once_a_kind_and_reference(account, give):
    give(account, 5, reference="g")
    with pytest.raises(IntegrityError, match="transfer_once"), transaction.atomic():
        Transfer.objects.create(
            account=account, kind="grant", reference="g", source="issued", target="available", amount=5
        )


def test_a_transfer_takes_only_the_paths_there_are(account):
    with pytest.raises(IntegrityError, match="transfer_path"), transaction.atomic():
        Transfer.objects.create(
            account=account, kind="grant", reference="g", source="used", target="available", amount=5
        )


@pytest.mark.parametrize("statement", ["UPDATE billing_transfer SET amount = 50", "DELETE FROM billing_transfer"])
def test_a_transfer_is_never_changed_or_deleted(account, give, statement):
    give(account, 5)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
