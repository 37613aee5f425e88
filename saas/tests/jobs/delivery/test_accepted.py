"""An account's accepted texts leave as labels that the judge of models reads."""

import json

import pytest
from django.core.management import CommandError, call_command

from picopt_contract.jobs import ReviewedText
from picopt_saas.accounts.models import Account, ApiKey
from picopt_saas.jobs.running.review import accept_text
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import original_key
from picopt_vision.evaluation.reading import read_labels

pytestmark = pytest.mark.django_db


@pytest.fixture
def accept(write):
    """A person has approved the text of an item, as they left it."""

    def _accept(item, alt):
        write(item)
        accept_text(item, ApiKey.objects.get(account=item.account_id), ReviewedText(alt=alt, tags=["barn"]))
        return item

    return _accept


def test_what_people_approved_is_what_models_are_judged_by(order, accept, tmp_path, capsys):
    first, second, _ = order(3, review=True)
    accept(first, "A red barn by the pond")
    accept(second, "")
    call_command("accepted", first.account_id, tmp_path / "own")
    assert capsys.readouterr().out.startswith("2 accepted texts in ")
    labels = {label.id: label for label in read_labels(tmp_path / "own" / "labels.json")}
    assert set(labels) == {first.sha256, second.sha256}, "a text that nobody approved is no measure"
    label = labels[first.sha256]
    assert label.human_alt == "A red barn by the pond"
    assert {"red", "barn", "pond"} <= label.told
    assert label.path.read_bytes() == b"".join(storage().read(original_key(first.account_id, first.sha256)))


def test_an_original_that_is_gone_has_no_label(order, accept, tmp_path):
    item = accept(*order(1, review=True), "A red barn")
    storage().delete(original_key(item.account_id, item.sha256))
    call_command("accepted", item.account_id, tmp_path / "own")
    assert json.loads((tmp_path / "own" / "labels.json").read_text()) == []


def test_nobody_elses_texts_are_in_it(order, accept, tmp_path):
    accept(*order(1, review=True), "A red barn")
    other = Account.objects.create(name="Other")
    call_command("accepted", other.pk, tmp_path / "own")
    assert json.loads((tmp_path / "own" / "labels.json").read_text()) == []


def test_nothing_is_written_over(order, tmp_path):
    (item,) = order(1)
    (tmp_path / "old").mkdir()
    with pytest.raises(CommandError, match="already exists"):
        call_command("accepted", item.account_id, tmp_path / "old")
    with pytest.raises(CommandError, match="There is no account acc_none"):
        call_command("accepted", "acc_none", tmp_path / "own")
    assert not (tmp_path / "own").exists()
    assert list((tmp_path / "old").iterdir()) == []
