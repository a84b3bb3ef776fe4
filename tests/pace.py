"""What each lane of the whole suite took, told at its end: so everybody sees which one the others wait for."""

import os
import time

import psutil

lanes: list[
    tuple[str, float, float]
] = []  # each lane that has ended: its name, its CPU seconds, its seconds by the clock


def taken() -> tuple[float, float]:
    """CPU seconds of this process and of what it has started and seen end, and seconds by the clock since it began."""
    spent = os.times()
    return sum(spent[:4]), time.time() - psutil.Process().create_time()


def line(ended: list[tuple[str, float, float]]) -> str:
    """The lanes in the order in which they ended, with their CPU seconds and those by the clock."""
    each = (f"{name} {cpu:.0f} in {clock:.0f}" for name, cpu, clock in sorted(ended, key=lambda lane: lane[2]))
    return f"CPU seconds in seconds: {', '.join(each)}"
