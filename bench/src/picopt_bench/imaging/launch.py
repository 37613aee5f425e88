"""Run a program and print what the kernel counted for it.

A small process of its own: a child's peak memory starts at its parent's, and the benchmark itself holds pictures.
"""

import json
import os
import subprocess
import sys
import time

started = time.monotonic()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)
said = child.stdout.read() if child.stdout else b""
_, status, usage = os.wait4(child.pid, 0)
counted = {
    "code": os.waitstatus_to_exitcode(status),
    "cpu": usage.ru_utime + usage.ru_stime,
    "wall": time.monotonic() - started,
    "memory": usage.ru_maxrss / 1024,
    "said": said.decode(),
}
print(json.dumps(counted))
