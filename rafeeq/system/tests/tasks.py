"""Tasks for the tests of the worker. Effects are audit entries."""

import threading
from pathlib import Path

from django_tasks import TaskContext, task

from rafeeq.system.actions import audit
from rafeeq.system.backend import max_attempts, outside_transaction


def effect(what: str, target: str = "") -> None:
    audit(by="test", what=what, target=target)


@task()
def note(name: str) -> None:
    effect("noted", name)


@task()
@outside_transaction
def send(name: str) -> None:
    effect("sent", name)


@task()
@max_attempts(3)
def fail_after_effect(name: str) -> None:
    effect("half done", name)
    raise ValueError(f"the printer «{name}» is on fire")


@task(takes_context=True)
def tell_attempt(context: TaskContext) -> None:
    effect("attempt", str(context.attempt))


@task()
def chain(count: int) -> None:
    effect("link", str(count))
    if count:
        chain.enqueue(count - 1)


def wait_to_be_killed(sign: str) -> None:
    """The first time: say that the effect is written, then wait for the end. Later: pass."""
    if not Path(sign).exists():
        Path(sign).touch()
        threading.Event().wait(60)


@task()
def killed_inside(name: str, sign: str) -> None:
    effect("killed", name)
    wait_to_be_killed(sign)


@task()
@outside_transaction
def killed_outside(name: str, sign: str) -> None:
    effect("killed", name)
    wait_to_be_killed(sign)
