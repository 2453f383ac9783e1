"""What pages cost where they are served is asked of real servers, by real connections."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

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
