"""What the attacks on the ledger look at, against a client that answers as a service would that gives in."""

import json
from types import SimpleNamespace

import pytest

from picopt_bench import ledger_attacks as attacks
from picopt_client import ApiError
from picopt_contract.errors import ERRORS, ErrorCode, Problem
from picopt_contract.values import ChargeLine, ChargeState
from picopt_standalone.paths import PROJECT


class Service:
    """Answers receipts with these, one after the other; the last for ever."""

    def __init__(self, *receipts):
        self.receipts = list(receipts)

    def receipt(self, _item_id, _receipt):
        return self.receipts.pop(0) if len(self.receipts) > 1 else self.receipts[0]


def receipt(state, *, refunded=0, pending=False):
    charge = SimpleNamespace(line=ChargeLine.EXPORT, state=state)
    return SimpleNamespace(item=SimpleNamespace(charges=[charge]), refunded=refunded, refund_pending=pending)


ITEM = SimpleNamespace(id="itm_1")


@pytest.mark.parametrize(
    ("state", "pending", "lost"),
    [
        (ChargeState.CAPTURED, False, ["itm_1"]),
        (ChargeState.HELD, False, ["itm_1"]),
        (ChargeState.CAPTURED, True, []),
        (ChargeState.REFUNDED, False, []),
        (ChargeState.RELEASED, False, []),
    ],
)
def test_what_stays_charged_is_lost_unless_staff_look_at_it(state, pending, lost):
    seen = attacks.Seen()
    attacks.look_at(Service(receipt(state, pending=pending)), ITEM, seen)
    assert seen.lost == lost


def test_what_receipts_say_is_counted():
    seen = attacks.Seen()
    told = (receipt("refunded", refunded=1), receipt("captured", pending=True), receipt("free"))
    for one in told:
        attacks.send_back(Service(one), ITEM, seen)
    assert seen.counts == {"refunded": 1, "refund_pending": 1, "nothing_to_refund": 1}


def test_a_refused_download_is_none(tmp_path, example_problem):
    seen = attacks.Seen()

    def gone(_item, _folder):
        raise ApiError(example_problem(ErrorCode.GONE))

    attacks.fetch(SimpleNamespace(download_all=gone), ITEM, tmp_path, seen)
    attacks.fetch(SimpleNamespace(download_all=lambda _item, _folder: []), ITEM, tmp_path, seen)
    assert seen.downloaded == ["itm_1"]
    assert seen.counts == {"download_gone": 1}


def test_all_begin_at_once_and_a_failure_is_told():
    began = []
    attacks.at_once(lambda: began.append(1), lambda: began.append(2))
    assert sorted(began) == [1, 2]
    with pytest.raises(ZeroDivisionError):
        attacks.at_once(lambda: 1 / 0, lambda: None)


@pytest.fixture
def example_problem():
    example = json.loads((PROJECT / "contract/examples/Problem.busy.json").read_bytes())
    return lambda code: Problem(**example | {"code": code, "status": ERRORS[code].status})
