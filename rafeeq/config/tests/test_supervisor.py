"""Whatever is killed comes back, and what is stopped ends wholly."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil

from rafeeq.config.tests.installation import Installation, Served, until


def another(served: Served, name: str, than: psutil.Process) -> psutil.Process | None:
    """The process that took the place of a killed one."""
    found = served.child(name)
    return found if found and found.pid != than.pid else None


def test_killed_processes_come_back_and_ctrl_c_ends_all(installation: Installation) -> None:
    with installation.serving() as served, socket.create_connection(("127.0.0.1", served.port)) as slow:
        slow.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nhalf a bo")  # never ends
        assert f"http://127.0.0.1:{served.port}/first/" in served.said()
        assert served.get("/healthz") == '{"status": "alive"}'
        web, worker = until(lambda: served.child("web")), until(lambda: served.child("worker"))
        alive = installation.data / "worker.alive"
        until(alive.exists)

        web.kill()
        assert served.get("/readyz") == '{"status": "ready"}'  # nobody was refused meanwhile
        new_web = until(lambda: another(served, "web", web))

        worker.kill()
        alive.unlink()
        new_worker = until(lambda: another(served, "worker", worker))
        until(alive.exists)  # it does not merely run, it works

        os.killpg(served.process.pid, signal.SIGINT)  # what Ctrl-C does
        assert served.process.wait(20) == 0
        assert not new_web.is_running()
        assert not new_worker.is_running()
        assert "Traceback" not in served.said()
        assert served.said().count("/first/") == 1  # the link is told once, not at every restart


def test_children_end_when_the_parent_is_killed(installation: Installation) -> None:
    with installation.serving() as served:
        children = [until(lambda: served.child("web")), until(lambda: served.child("worker"))]
        served.process.kill()
        gone, left = psutil.wait_procs(children, timeout=20)
        assert not left
        assert len(gone) == 2


def test_a_port_in_use_is_said_in_one_line(installation: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = installation.run("serve", RAFEEQ_PORT=str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "RAFEEQ_PORT" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_desk_at_rest_has_not_loaded_what_is_seldom_needed(tmp_path: Path) -> None:
    code = "import sys; from rafeeq.config import forked; forked.load(); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=Installation(tmp_path).environment, capture_output=True, text=True, check=True
    )
    heavy = {
        "cryptography", "email_validator", "fido2", "inscriptis", "lxml", "ninja", "phonenumbers", "PIL", "puremagic",
        "pydantic", "unittest", "rafeeq.api.routes", "rafeeq.insights.views", "rafeeq.lib.dated_words",
        "rafeeq.setup.urls", "rafeeq.library.urls", "markdown_it", "mammoth", "markdownify", "yaml",
    }  # fmt: skip
    assert heavy & set(done.stdout.split()) == set()
