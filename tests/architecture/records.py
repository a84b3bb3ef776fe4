"""Rules about models, queries and raw SQL."""

import ast
from collections.abc import Iterator

from tests.architecture.imports import below, imported
from tests.architecture.tree import FLOORS, File, Tree

RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField", "get_model"}
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals", "allauth.account.signals")
SQL_CALLS = {"execute", "executemany", "raw", "extra", "RawSQL", "RunSQL"}
MAY_NAME_TABLES = (
    "rafeeq/system/",
    "rafeeq/config/archive/",
)  # where a table's name is the variable part


def called(node: ast.AST) -> str:
    """The last name of what a call calls, or nothing."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def named_models(file: File) -> Iterator[tuple[ast.AST, str]]:
    """The apps that relations of this file name by a string."""
    for node in file.nodes:
        if not isinstance(node, ast.Call) or called(node) not in RELATIONS:
            continue
        target = node.args[0] if node.args else next((word.value for word in node.keywords if word.arg == "to"), None)
        if isinstance(target, ast.Constant) and isinstance(target.value, str):
            if "." in target.value or called(node) == "get_model":
                yield node, target.value.split(".")[0]
        elif isinstance(target, ast.Attribute) and target.attr == "AUTH_USER_MODEL":
            yield node, "staff"


def relations_point_down(tree: Tree) -> list[str]:
    """No relation written as a string points to a sister or to a floor above."""
    return [
        file.fault(node, f"{file.app} points to {label}, which does not stand below it")
        for file in tree.product
        if file.app in FLOORS
        for node, label in named_models(file)
        if label in FLOORS and label != file.app and FLOORS[label] >= FLOORS[file.app]
    ]


def views_ask_queries(tree: Tree) -> list[str]:
    """A view, form or template tag reaches rows through queries and actions, never through `.objects`."""
    return [
        file.fault(node, "a view touches .objects; ask a query or call an action")
        for file in tree.product
        if file.name == "views.py" or "/views/" in file.path
        for node in file.nodes
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]


def rows_do_not_call(tree: Tree) -> list[str]:
    """No `save` or `delete` is overridden and no signal is used: what happened is read from the rows."""
    faults = []
    for file in tree.product:
        for node, name in imported(file):
            if below(name, *SIGNALS):
                faults.append(file.fault(node, f"uses signals ({name}); let rows rise instead"))
        if file.name != "models.py" and "/models/" not in file.path:
            continue
        for node in file.nodes:
            if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"}:
                faults.append(file.fault(node, f"overrides {node.name}(); an action is the place"))
    return faults


def sql_has_parameters(tree: Tree) -> list[str]:
    """No SQL is glued from values outside the places that must name tables."""
    faults = []
    for file in tree.product:
        if file.path.startswith(MAY_NAME_TABLES):
            continue
        for node in file.nodes:
            if isinstance(node, ast.Call) and called(node) in SQL_CALLS and node.args and is_glued(node.args[0]):
                faults.append(file.fault(node, "glues SQL from values; pass them as parameters"))
    return faults


def is_glued(node: ast.AST) -> bool:
    """Whether a text is put together at run time."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Mod) or is_glued(node.left) or is_glued(node.right) or not is_fixed(node)
    return called(node) == "format"


def is_fixed(node: ast.AST) -> bool:
    """Whether a text is known when the code is written."""
    if isinstance(node, ast.BinOp):
        return is_fixed(node.left) and is_fixed(node.right)
    return isinstance(node, ast.Constant)


def migrations_have_names(tree: Tree) -> list[str]:
    """A migration's name says what it does."""
    return [file.fault(1, "is named by a machine; say what it does") for file in tree.ending(".py")
            if file.is_migration and "_auto_" in file.name]  # fmt: skip


# What says how the work stands, and can be set by whoever is measured.
SETTABLE = frozenset({"status", "outcome", "has_ended", "is_settled", "first_reply_at", "reopen_count",
                      "hand_over_count", "offer_count", "closed_at"})  # fmt: skip
MEASURED_IN = ("rafeeq/insights/measures/", "rafeeq/insights/rules/", "rafeeq/insights/actions/",
               "rafeeq/insights/queries/figures", "rafeeq/insights/queries/matters",
               "rafeeq/insights/queries/rows", "rafeeq/insights/queries/live")  # fmt: skip


def measures_read_no_status(tree: Tree) -> list[str]:
    """No measure reads a ticket's status or another flag: they begin with what happened and what customers said."""
    faults = []
    for file in tree.product:
        if not file.path.startswith(MEASURED_IN):
            continue
        for node in file.nodes:
            named = {getattr(node, "attr", None), getattr(node, "arg", None), getattr(node, "id", None)}
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named |= set(node.value.replace("__", " ").split()) if "\n" not in node.value else set()
            if isinstance(node, ast.Constant) and _is_docstring(file, node):
                continue
            if found := sorted(str(name) for name in named & SETTABLE):
                faults.append(file.fault(node, f"reads {found[0]}, which can be set; measure what happened"))
    return faults


def _is_docstring(file: File, node: ast.Constant) -> bool:
    return any(
        isinstance(parent, ast.Module | ast.FunctionDef | ast.ClassDef)
        and parent.body
        and isinstance(parent.body[0], ast.Expr)
        and parent.body[0].value is node
        for parent in file.nodes
    )
