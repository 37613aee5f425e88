import json
import socket

from picopt_standalone.stack.addresses import keep


def test_addresses_stay_the_same_between_runs(tmp_path):
    path = tmp_path / "addresses.json"
    assert keep(path) == keep(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_port_that_is_taken_is_replaced_and_the_secrets_stay(tmp_path):
    before = keep(tmp_path / "addresses.json")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", before.saas_port))
        taken.listen()
        after = keep(tmp_path / "addresses.json")
    assert after.saas_port != before.saas_port
    assert (after.gateway_port, after.secret_key) == (before.gateway_port, before.secret_key)


def test_the_two_ports_are_never_the_same(tmp_path):
    path = tmp_path / "addresses.json"
    port = keep(path).saas_port
    path.write_text(json.dumps(json.loads(path.read_text()) | {"saas_port": port, "gateway_port": port}))
    kept = keep(path)
    assert kept.saas_port == port != kept.gateway_port
