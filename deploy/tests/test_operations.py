"""H1: `docs/operations.md` from an empty server, its commands followed literally in a bare Debian root.

There is no init system, so `systemctl` only enables; the units' commands are started by the test, as their users.
"""

import configparser
import re
import shlex
import shutil
import subprocess
from contextlib import ExitStack

import pytest
import urllib3
from containerfile import Image, chrooted, run
from debian import connected
from server import blocks, make_server
from waiting import wait_until

pytestmark = [pytest.mark.deep, pytest.mark.acceptance("H1")]


def start(image: Image, unit: str, settings: dict[str, str], stack: ExitStack) -> None:
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str
    parsed.read(image.root / "etc/systemd/system" / unit)
    as_user = ["setpriv", "--reuid", parsed["Service"]["User"], "--regid", parsed["Service"]["Group"], "--init-groups"]
    command = [*as_user, *shlex.split(parsed["Service"]["ExecStart"])]
    process = subprocess.Popen(chrooted(image, command), env=image.environment | settings)
    stack.callback(process.wait, timeout=30)
    stack.callback(process.terminate)


def get(port, host, path):
    try:
        with urllib3.HTTPSConnectionPool("127.0.0.1", port, cert_reqs="CERT_NONE", server_hostname=host) as pool:
            return pool.request("GET", path, headers={"Host": host}, retries=False, timeout=5)
    except urllib3.exceptions.HTTPError:
        return None


@pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")  # the certificate is self-signed
@pytest.mark.usefixtures("ports")
def test_from_an_empty_server_to_a_service(debian, sources, tmp_path):
    root = tmp_path / "server"
    subprocess.run(["cp", "-a", debian, root], check=True)
    shutil.copytree(sources, root / "usr/src/picopt")
    image = make_server(root)
    with ExitStack() as stack:
        outside = stack.enter_context(connected(root))
        stack.callback(subprocess.run, chrooted(image, ["pg_ctlcluster", "15", "main", "stop"]), check=False)
        found = blocks("operations.md", "From an empty server")
        assert len(found) == 3
        for block in found:
            run(image, block, outside)
        settings = dict(
            line.split("=", 1)
            for line in (root / "etc/picopt/env").read_text().splitlines()
            if re.match(r"[A-Z]", line)
        )
        assert (root / "etc/picopt/env").stat().st_mode & 0o007 == 0
        wanted = (root / "etc/systemd/system/multi-user.target.wants").iterdir()
        assert {"picopt-gateway.service", "picopt-platform.service", "picopt-worker@1.service"} <= {
            unit.name for unit in wanted
        }
        for unit in ("picopt-platform.service", "picopt-gateway.service", "picopt-worker@.service"):
            start(image, unit, settings, stack)
        nginx = subprocess.Popen(chrooted(image, ["nginx", "-g", "daemon off;"]), env=image.environment)
        stack.callback(nginx.wait, timeout=20)
        stack.callback(nginx.terminate)

        def ready():
            answer = get(443, "api.localhost", "/health/ready")
            return answer is not None and answer.status == 200

        wait_until(ready, "the gateway is not ready")
        assert get(443, "localhost", "/account/login/").status == 200
        assert get(443, "api.localhost", "/v1/account").json()["code"] == "invalid_key"
        query = "SELECT count(*) FROM procrastinate_workers"
        asked = chrooted(image, ["runuser", "-u", "postgres", "--", "psql", "-Atd", "picopt", "-c", query])
        wait_until(
            lambda: subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip() == "1",
            "the worker does not report",
        )
        scaling = (sources / "deploy/kubernetes/worker-scaling.yaml").read_text()
        waiting = re.search(r"query: >-\n((?: {10}.*\n)+)", scaling)[1]  # what Kubernetes scales by
        asked[-1] = " ".join(waiting.split())
        assert subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip().isdigit()
