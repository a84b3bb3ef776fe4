"""Rules about size and names."""

import ast

from tests.architecture.tree import FLOORS, Tree

LONGEST_FUNCTION, LONGEST_FILE, LONGEST_TEMPLATE, LONGEST_SCRIPT = 40, 400, 150, 100
EMPTY_WORDS = {"services", "utils", "util", "helpers", "helper", "managers", "signals", "core", "common", "misc"}


def functions_fit_a_screen(tree: Tree) -> list[str]:
    """A function, without its docstring, has at most 40 lines."""
    faults = []
    for file in tree.product:
        for node in file.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
                length = (node.end_lineno or 0) - body[0].lineno + 1
                if length > LONGEST_FUNCTION:
                    faults.append(file.fault(node, f"{node.name} has {length} lines"))
    return faults


def files_stay_small(tree: Tree) -> list[str]:
    """A file has at most 400 lines, a template 150, a script 100."""
    limits = [(file, LONGEST_FILE) for file in [*tree.product, *tree.ending(".css")]]
    limits += [(file, LONGEST_TEMPLATE) for file in tree.templates]
    limits += [(file, LONGEST_SCRIPT) for file in tree.ending(".js") if file.app]
    return [
        file.fault(1, f"has {file.text.count(chr(10))} lines; split it by noun")
        for file, limit in limits
        if file.text.count("\n") > limit
    ]


def names_say_something(tree: Tree) -> list[str]:
    """No file or folder bears a name that fits everything."""
    return [
        file.fault(1, "bears a name that says nothing; name it by its noun")
        for file in tree.ending(".py")
        if EMPTY_WORDS & {part.removesuffix(".py") for part in file.path.split("/")}
    ]


def door_plates_are_one_sentence(tree: Tree) -> list[str]:
    """Each app's `__init__` says in one sentence what the room is for, and imports nothing."""
    faults = []
    for app in sorted({file.app for file in tree.product} & FLOORS.keys()):
        plate = next((file for file in tree.product if file.path == f"rafeeq/{app}/__init__.py"), None)
        words = plate and ast.get_docstring(plate.parsed)
        if plate is None or not words:
            faults.append(f"rafeeq/{app}:1 has no door plate")
        elif ". " in words or "\n\n" in words or not words.endswith("."):
            faults.append(plate.fault(1, "its door plate is not one sentence"))
        elif len(plate.parsed.body) > 1:
            faults.append(plate.fault(2, "the door plate does more than say what the room is for"))
    return faults


def tests_do_not_wait_by_the_clock(tree: Tree) -> list[str]:
    """No test sleeps: it waits for what it wants to see."""
    return [
        file.fault(node, "sleeps; wait for the thing itself")
        for file in tree.tests
        if "sleep" in file.text or "wait_for_timeout" in file.text
        for node in file.nodes
        if isinstance(node, ast.Call)
        and (getattr(node.func, "attr", "") or getattr(node.func, "id", "")) in {"sleep", "wait_for_timeout"}
    ]
