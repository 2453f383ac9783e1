"""What pages cost where they are served is asked of real servers, by real connections."""

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from benchmarks.serve_readers import ask_once, ask_together

ROOT = Path(__file__).parent.parent
SPEED = Path(os.environ.get("BACKFILE_DATASETS", "")) / "speed"


@pytest.mark.long
@pytest.mark.skipif(not (SPEED / "queries.jsonl").exists(), reason="no development data is here")
@pytest.mark.skipif(sys.platform != "linux", reason="what a process takes is read as Linux tells it")
def test_serve_asks_every_question_of_real_workers(tmp_path):
    flags = ("--docs", "300", "--seconds", "2", "--no-datasette", "--keep", str(tmp_path), "--json")
    call = [sys.executable, "benchmarks/serve.py", str(SPEED), *flags]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    ours = told["figures"]["ours"]
    assert told["troubles"] == []
    assert ours["pages"] > 0 and ours["pages_per_cpu_second"] > 0
    assert 0 < ours["kB"] <= 12


WHOLE = b"<html>" + b"word " * 200 + b"</html>"
ANSWERS = {  # what is told above a page, and what comes of it
    "whole": (200, len(WHOLE), WHOLE),
    "slow": (200, len(WHOLE), WHOLE),  # in two parts
    "failed": (500, len(WHOLE), WHOLE),
    "short": (200, len(WHOLE) + 1, WHOLE),  # and then hangs up
    "untold": (200, None, WHOLE),
    "half": (200, len(WHOLE) - 9, WHOLE[:-9]),
}
WRONG = {
    "failed": "status 500",
    "short": "the server hung up",
    "untold": "of no told length",
    "half": "not a whole page",
}


class Odd(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        name = self.path[1:]
        status, length, body = ANSWERS[name]
        self.send_response(status)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()
        for part in (body[:100], body[100:]) if name == "slow" else (body,):
            self.wfile.write(part)
        self.close_connection = name in ("short", "untold")

    def log_message(self, *_):
        pass


@pytest.fixture
def odd():
    with ThreadingHTTPServer(("127.0.0.1", 0), Odd) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_readers_note_each_answer_and_what_is_wrong_with_it(odd):
    asked = ask_once(odd, [f"/{name}" for name in ANSWERS])
    assert asked.errors == [f"/{name}: {trouble}" for name, trouble in WRONG.items()]
    assert asked.sizes == [len(WHOLE)] * 2
    assert len(asked.waits) == asked.pages == 2


def test_readers_together_go_on_after_a_failure(odd):
    asked = ask_together(odd, [f"/{name}" for name in ANSWERS], seconds=2, connections=3)
    assert asked.pages > 0
    assert set(asked.errors) <= {f"/{name}: {trouble}" for name, trouble in WRONG.items()}
    assert len(asked.errors) > 0
