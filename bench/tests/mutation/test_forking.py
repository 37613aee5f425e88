import json
import subprocess
import sys

import pytest

from picopt_bench.mutation import forking


def test_all_that_pytest_loads_by_itself_is_loaded_once():
    assert {"_hypothesis_pytestplugin", "pytest_django.plugin"} <= set(forking.plugins())
    assert len(set(forking.plugins())) == len(forking.plugins())


@pytest.fixture
def warm_process(tmp_path):
    """Answers whether a change of `module.py` is killed by its test."""
    (tmp_path / "module.py").write_text("def double(number):\n    return number * 2\n")
    (tmp_path / "test_module.py").write_text(
        "import sys\nsys.path.insert(0, '.')\n"
        "def test_double():\n    from module import double\n    assert double(2) == 4\n"
    )
    command = [sys.executable, "-m", "picopt_bench.mutation.forking", "json"]
    with subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:

        def ask(source, tests=("test_module.py",), cpu=60, clock=240):
            job = {"path": str((tmp_path / "module.py").resolve()), "source": source, "tests": tests}
            process.stdin.write(json.dumps({**job, "options": [], "cpu": cpu, "clock": clock}) + "\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        yield ask
        process.stdin.close()


def test_a_warm_process_tells_who_survives(warm_process):
    assert warm_process(None) == "survived"
    assert warm_process("def double(number):\n    return number / 2\n") == "killed"
    assert warm_process("def double(number):\n    return number + 2\n") == "survived"
    assert warm_process("def double(number):\n    while True: pass\n", cpu=1) == "killed"
    assert warm_process("def double(number):\n    import time\n    time.sleep(600)\n", clock=5) == "killed"
    assert warm_process(None) == "survived"
