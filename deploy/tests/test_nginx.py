"""Debian's nginx with the configuration as it is shipped, before a real gateway."""

import hashlib
import http.server
import json
import os
import re
import select
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from string import Template

import pytest
import urllib3
from waiting import wait_until

from picopt_standalone.processes import free_ports

pytestmark = [pytest.mark.deep, pytest.mark.acceptance("H1")]
NGINX = Path(__file__).parents[1] / "nginx"
KEY = json.loads((Path(__file__).parents[2] / "contract/examples/ResolvedKey.active.json").read_text())
SECRET = "a secret that both sides know, 32 bytes"
BUSY = "po_live_zyxwvutsrqponmlkjihgfedc"
BUSY_SHA256 = hashlib.sha256(BUSY.encode()).hexdigest().encode()
# A machine has few addresses of its own: of IPv6, tests say from where a connection is to have come.
ADDRESSES = "set_real_ip_from 127.0.8.1;\nreal_ip_header X-Test-Address;\n"


class Platform(http.server.BaseHTTPRequestHandler):
    """Answers with what it was sent."""

    def do_GET(self):
        self._say("\n".join(f"{name}: {value}" for name, value in self.headers.items()).encode())

    def do_POST(self):
        """Every key is a test key; of one nobody knows anything right now."""
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        self._say(json.dumps({**KEY, "test": True}).encode(), 503 if BUSY_SHA256 in asked else 200)

    def _say(self, body, status=200):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


class OlderGateway(Platform):
    """The release before, which one can go back to: it knows no `/health/key`, and that key neither."""

    def do_GET(self):
        self._say(b"", 404)

    def do_PUT(self):
        self._say(b"", 401)


@contextmanager
def listening(answers: type[Platform]) -> Iterator[int]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), answers) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def program(command: list[str], port: int, **environment: str) -> Iterator[None]:
    process = subprocess.Popen(command, env=os.environ | environment)
    try:
        wait_until(lambda: process.poll() is not None or listens(port), f"{command[0]} does not listen")
        assert process.poll() is None, f"{command[0]} ended"
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


def fill_in(folder: Path, gateway: int, dashboard: int, http_port: int, https_port: int) -> None:
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=api.test",
         "-addext", "subjectAltName=DNS:api.test,DNS:app.test", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    values = {
        "API_HOST": "api.test",
        "DASHBOARD_HOST": "app.test",
        "GATEWAY": f"127.0.0.1:{gateway}",
        "PLATFORM": f"127.0.0.1:{dashboard}",
        "TLS_CERTIFICATE": certificate,
        "TLS_KEY": key,
    }
    text = Template((NGINX / "picopt.conf.template").read_text()).safe_substitute(values)
    ports = {"80": http_port, "443": https_port}
    text = re.sub(r"(listen (?:\[::\]:)?)(80|443)\b", lambda place: f"{place[1]}{ports[place[2]]}", text)
    (folder / "conf.d").mkdir()
    (folder / "conf.d" / "picopt.conf").write_text(text)
    (folder / "conf.d" / "addresses.conf").write_text(ADDRESSES)
    (folder / "nginx.conf").write_bytes((NGINX / "nginx.conf").read_bytes())
    (folder / "mime.types").write_bytes(Path("/etc/nginx/mime.types").read_bytes())


@contextmanager
def nginx(folder: Path, gateway: int, dashboard: int) -> Iterator[tuple[int, int, Path]]:
    """Ports of http and https, and the certificate."""
    folder.chmod(0o755)
    plain, secure = free_ports(0, 0)
    fill_in(folder, gateway, dashboard, plain, secure)
    command = ["nginx", "-c", f"{folder}/nginx.conf", "-g", f"pid {folder}/pid; error_log {folder}/error.log;"]
    checked = subprocess.run([*command, "-t"], check=False, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr
    with program([*command[:-1], f"{command[-1]} daemon off;"], secure):
        yield plain, secure, folder / "certificate.pem"


@pytest.fixture(scope="module")
def door(tmp_path_factory) -> Iterator[tuple[int, int, Path]]:
    (gateway,) = free_ports(0)
    with ExitStack() as stack:
        dashboard = stack.enter_context(listening(Platform))
        settings = {
            "PICOPT_SAAS_URL": f"http://127.0.0.1:{dashboard}",
            "PICOPT_INTERNAL_SECRET": SECRET,
            "PICOPT_GATEWAY_PORT": str(gateway),
            "PICOPT_GATEWAY_TRUSTED_PROXIES": "1",
        }
        stack.enter_context(program([sys.executable, "-m", "picopt_gateway"], gateway, **settings))
        yield stack.enter_context(nginx(tmp_path_factory.mktemp("nginx"), gateway, dashboard))


def ask(door, host, path, **headers):
    _plain, secure, certificate = door
    pool = urllib3.HTTPSConnectionPool(
        "127.0.0.1", secure, server_hostname=host, assert_hostname=host, ca_certs=str(certificate), retries=False
    )
    with pool:
        return pool.request("GET", path, headers={"Host": host, **headers}, redirect=False)


def test_both_hosts_are_served_over_tls(door):
    live = ask(door, "api.test", "/health/live")
    assert (live.status, live.json()) == (200, {"status": "ok"})
    assert live.headers["Strict-Transport-Security"]
    assert ask(door, "api.test", "/v1/account").json()["code"] == "invalid_key"
    assert b"Host: app.test" in ask(door, "app.test", "/").data


def test_plain_http_leads_to_tls_and_other_hosts_to_nothing(door):
    plain = urllib3.request("GET", f"http://127.0.0.1:{door[0]}/x?y=1", headers={"Host": "app.test"}, redirect=False)
    assert (plain.status, plain.headers["Location"]) == (308, "https://app.test/x?y=1")
    with pytest.raises(urllib3.exceptions.SSLError):
        ask(door, "other.test", "/")
    assert announce(door, "app.test", "GET /", seconds=30, named="other.test") == 421


def test_what_is_for_the_inside_stays_there(door):
    assert ask(door, "api.test", "/metrics").status == 404
    for path in ("/internal/v1/account", "/metrics", "//internal/v1/account", "/x/../internal/v1/account"):
        answer = ask(door, "app.test", path)
        assert answer.status == 404, path


def test_what_a_client_says_of_its_address_is_not_passed_on(door):
    said = {"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "http", "X_Forwarded_For": "6.6.6.6"}
    seen = ask(door, "app.test", "/", **said).data.decode()
    assert "X-Forwarded-For: 127.0.0.1" in seen
    assert "X-Forwarded-Proto: https" in seen
    assert "6.6.6.6" not in seen, "under either name: an underscore is a hyphen to WSGI"


def announce(door, host, request, *headers, seconds, named=""):
    """The status that is answered to a request of which only the head is sent; None while nginx waits for its body.

    The request may name another host than the connection was made for.
    """
    context = ssl.create_default_context(cafile=door[2])
    raw = socket.create_connection(("127.0.0.1", door[1]))
    with context.wrap_socket(raw, server_hostname=host) as connection:
        connection.sendall("\r\n".join([f"{request} HTTP/1.1", f"Host: {named or host}", *headers, "", ""]).encode())
        connection.settimeout(seconds)
        with suppress(TimeoutError):
            return int(connection.recv(4096).split()[1])
    return None


ORIGINAL = "PUT /v1/images/" + "0" * 64
MB = 1_000_000
KNOWN = "Authorization: Bearer po_live_abcdefghijklmnopqrstuvwx"


@pytest.mark.acceptance("G4")
@pytest.mark.parametrize(
    ("host", "request_line", "headers", "status"),
    [
        ("api.test", ORIGINAL, [f"Content-Length: {90 * MB}"], 401),  # by the gateway: there is no key
        ("api.test", ORIGINAL, ["Transfer-Encoding: chunked"], 401),
        ("api.test", ORIGINAL, [f"Content-Length: {110 * MB}"], 413),
        ("api.test", ORIGINAL, [f"Content-Length: {8 * MB}"], 401),
        ("api.test", ORIGINAL, [f"Content-Length: {8 * MB}", "Authorization: Bearer po_live_x"], 401),
        ("api.test", ORIGINAL, [f"Content-Length: {8 * MB}", KNOWN], None),  # a part is kept until it is whole
        ("api.test", "POST /v1/quotes", [f"Content-Length: {10 * MB}"], 413),
        ("api.test", "POST /v1/quotes", [f"Content-Length: {8 * MB}"], 401),
        ("api.test", "POST /v1/quotes", ["Transfer-Encoding: chunked"], 401),
        ("api.test", "POST /v1/quotes", [f"Content-Length: {8 * MB}", KNOWN], None),
        ("api.test", "POST /v1/quotes", ["Content-Length: 99999"], None),  # in memory
        ("api.test", "PUT /v1/files/fil_1", [f"Content-Length: {8 * MB}"], 413),
        ("app.test", "POST /account/login/", [f"Content-Length: {2 * MB}"], 413),
    ],
)
def test_nobody_fills_the_disk_without_a_key(door, host, request_line, headers, status):
    assert announce(door, host, request_line, *headers, seconds=30 if status else 3) == status


def test_what_keeps_a_key_from_being_known_is_told_by_the_gateway(door):
    headers = [f"Content-Length: {8 * MB}", f"Authorization: Bearer {BUSY}"]
    assert announce(door, "api.test", ORIGINAL, *headers, seconds=30) == 503


def test_a_gateway_that_says_nothing_of_keys_is_asked_as_before(tmp_path_factory):
    """The configuration is in use before the new release is, and stays when one goes back to the release before."""
    with listening(OlderGateway) as gateway, nginx(tmp_path_factory.mktemp("nginx"), gateway, gateway) as door:
        assert announce(door, "api.test", ORIGINAL, f"Content-Length: {8 * MB}", KNOWN, seconds=30) == 401


def test_whether_a_key_is_known_is_asked_from_the_inside_only(door):
    assert ask(door, "api.test", "/health/key", Authorization=KNOWN.partition(": ")[2]).status == 403


@pytest.mark.parametrize("length", [8 * MB, 9 * MB, 20 * MB])
def test_an_original_in_one_request_arrives_whole(door, length):
    _plain, secure, certificate = door
    pool = urllib3.HTTPSConnectionPool(
        "127.0.0.1", secure, server_hostname="api.test", assert_hostname="api.test", ca_certs=str(certificate)
    )
    key = {"Host": "api.test", "Authorization": "Bearer po_test_abcdefghijklmnopqrstuvwx"}
    with pool:
        answer = pool.request("PUT", ORIGINAL.split()[1], body=b"x" * length, headers=key, retries=False)
        assert (answer.status, answer.json()["bytes"]) == (201, length)


@contextmanager
def busy_connections(door, addresses, *, own, least=0) -> Iterator[int]:
    """A connection for each address with a request under way, from our own address; how many were refused.

    Waits for `least` refusals.
    """
    context = ssl.create_default_context(cafile=door[2])
    with ExitStack() as stack:
        waiting = []
        for address in addresses:
            raw = stack.enter_context(socket.create_connection(("127.0.0.1", door[1]), source_address=(own, 0)))
            connection = stack.enter_context(context.wrap_socket(raw, server_hostname="api.test"))
            # nginx counts a connection once it has read a request's head.
            head = (
                f"POST /v1/quotes HTTP/1.1\r\nHost: api.test\r\nX-Test-Address: {address}\r\nContent-Length: 9\r\n\r\n"
            )
            connection.sendall(head.encode())
            connection.settimeout(0.02)
            waiting.append(connection)
        refused = 0
        until = time.monotonic() + (30 if least else 1)
        while time.monotonic() < until and (not least or refused < least):
            for connection in select.select(waiting, [], [], 0.1)[0]:
                with suppress(TimeoutError):
                    refused += b" 429 " in connection.recv(4096)
                    waiting.remove(connection)
        yield refused


@pytest.mark.acceptance("G4")
def test_one_address_holds_only_so_many_connections_and_stops_nobody(door):
    with busy_connections(door, ["127.0.7.1"] * 300, own="127.0.7.1", least=300 - 256) as refused:
        assert refused >= 300 - 256
        assert ask(door, "api.test", "/health/live").status == 200


@pytest.mark.acceptance("G4")
@pytest.mark.parametrize("network", ["2001:db8:1:2", "2001:db8:a0a:a0a"])  # 0A is a line's end
def test_a_network_of_ipv6_counts_as_one_address(door, network):
    addresses = [f"{network}:{number:x}::{number:x}" for number in range(1, 301)]
    with busy_connections(door, addresses, own="127.0.8.1", least=300 - 256) as refused:
        assert refused >= 300 - 256
        with busy_connections(door, [f"{network[:-1]}f::1", "203.0.113.9"], own="127.0.8.1") as others:
            assert others == 0
