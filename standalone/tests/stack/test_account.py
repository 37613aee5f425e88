import pytest

from picopt_standalone.processes import StartError
from picopt_standalone.stack import DemoAccount


def test_the_last_line_counts():
    output = 'some log line\n{"account_id": "acc_1", "api_key": "po_live_x", "email": "a@b.c", "password": "p"}\n'
    assert DemoAccount.parse(output, site="http://s") == DemoAccount("po_live_x", "a@b.c", "p", "http://s", "acc_1")


@pytest.mark.parametrize("output", ["", "no json", "[]", '{"email": "a@b.c"}', "7"])
def test_anything_else_is_shown(output):
    with pytest.raises(StartError, match="printed no JSON with an api_key"):
        DemoAccount.parse(output, site="http://s")


def test_it_is_kept_for_the_next_run_and_for_our_eyes_only(tmp_path):
    path = tmp_path / "account.json"
    assert DemoAccount.read(path) == DemoAccount()
    account = DemoAccount("po_live_x", "a@b.c", "p", "http://s", "acc_1")
    account.write(path)
    assert DemoAccount.read(path) == account
    assert path.stat().st_mode & 0o777 == 0o600
