import http.server
import subprocess
import sys
import threading


class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/well" else 503)
        self.end_headers()

    def log_message(self, *_arguments):
        pass


def status(url):
    return subprocess.run([sys.executable, "-m", "picopt_runtime.health", url], check=False).returncode


def test_only_200_is_healthy():
    with http.server.HTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}"
        try:
            assert status(f"{url}/well") == 0
            assert status(f"{url}/ill") == 1
        finally:
            server.shutdown()
            thread.join()
    assert status(f"{url}/well") == 1
