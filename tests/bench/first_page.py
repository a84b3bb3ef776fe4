"""From a clone to a served page: one command, timed in a folder of its own, with a cold cache and with a warm one.

Run: python -m tests.bench.first_page
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST = 600.0  # seconds before we give up


def run() -> dict[str, Any]:
    """Seconds from `git clone` and from `make run` to the first page, cold (no package cache) and warm."""
    with tempfile.TemporaryDirectory(prefix="rafeeq-first-page-") as folder:
        caches = {"PIP_CACHE_DIR": f"{folder}/pip", "UV_CACHE_DIR": f"{folder}/uv"}
        return {name: _clone_and_serve(Path(folder) / name, caches) for name in ("cold", "warm")}


def _clone_and_serve(folder: Path, caches: dict[str, str]) -> dict[str, float]:
    begun = time.monotonic()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    cloned = time.monotonic()
    port = _free_port()
    # As a newcomer has it: nothing of this environment's own on the path, no settings.
    path = os.pathsep.join(part for part in os.environ["PATH"].split(os.pathsep) if str(ROOT) not in part)
    environment = {"PATH": path, "HOME": os.environ.get("HOME", "/"), "RAFEEQ_PORT": str(port), **caches}
    log = folder.with_suffix(".log")
    with log.open("wb") as output:
        serving = subprocess.Popen(
            ["make", "run"],
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/help/", serving, log)
            served = time.monotonic()
        finally:
            os.killpg(serving.pid, signal.SIGTERM)
            serving.wait(30)
    shutil.rmtree(folder, ignore_errors=True)
    return {"clone_s": round(cloned - begun, 1), "make_run_s": round(served - cloned, 1)}


def _wait_for(url: str, serving: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if serving.poll() is not None:
            raise RuntimeError(f"make run ended by itself:\n{log.read_text(errors='replace')[-2000:]}")
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"no page after {LONGEST:.0f} s:\n{log.read_text(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    for name, seconds in run().items():
        print(name, seconds)
