"""Rules about who imports whom, imports inside functions included."""

import ast
from collections.abc import Iterator
from functools import cache

from tests.architecture.tree import File, Tree

NETWORK = (
    "requests", "httpx", "httpcore", "urllib.request", "urllib3", "http.client", "aiohttp", "rafeeq.lib.wire",
)  # fmt: skip
FETCHER = "rafeeq/lib/fetch.py"
ITS_WIRE = "rafeeq/lib/wire.py"
STUDY = ("rafeeq.plan", "rafeeq.coaching", "rafeeq.insights")


@cache
def imported(file: File) -> list[tuple[ast.AST, str]]:
    """Every module or name that the file imports when it runs, as a dotted path."""
    return list(imports_of(file))


def imports_of(file: File) -> Iterator[tuple[ast.AST, str]]:
    """The same, one after the other."""
    blocks = file.nodes if "TYPE_CHECKING" in file.text else []
    hidden = {id(node) for block in blocks if is_typing_only(block) for node in ast.walk(block)}
    for node in file.nodes:
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            for name in node.names:
                yield node, name.name
        elif isinstance(node, ast.ImportFrom):
            base = absolute(file, node)
            for name in node.names:
                yield node, f"{base}.{name.name}"


def is_typing_only(node: ast.AST) -> bool:
    """Whether the node is an `if TYPE_CHECKING:` block."""
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def absolute(file: File, node: ast.ImportFrom) -> str:
    """The module that a `from` names, dots resolved."""
    if not node.level:
        return node.module or ""
    package = file.module.split(".") if file.name == "__init__.py" else file.module.split(".")[:-1]
    base = package[: len(package) - node.level + 1]
    return ".".join([*base, *([node.module] if node.module else [])])


def below(name: str, *packages: str) -> bool:
    """Whether the dotted name is one of the packages or lies in it."""
    return any(name == package or name.startswith(package + ".") for package in packages)


def no_circles(tree: Tree) -> list[str]:
    """No module imports another that, over whatever ways, imports it again."""
    files = {file.module: file for file in tree.product}
    graph: dict[str, set[str]] = {}
    for module, file in files.items():
        names = [name for _, name in imported(file)]
        targets = {name if name in files else name.rpartition(".")[0] for name in names}
        graph[module] = {target for target in targets if target in files and target != module}
    graph = without_ends(graph)
    faults = []
    for module in sorted(graph):
        way = way_back(graph, module)
        if way and module == min(way):
            faults.append(files[module].fault(1, "goes in a circle: " + " → ".join([*way, module])))
    return faults


def without_ends(graph: dict[str, set[str]]) -> dict[str, set[str]]:
    """The graph without what leads nowhere, again and again: what is left leads to a circle or is in one."""
    while len(left := {module: targets & graph.keys() for module, targets in graph.items() if targets}) < len(graph):
        graph = left
    return left


def way_back(graph: dict[str, set[str]], start: str) -> list[str]:
    """The shortest way from a module back to itself, or nothing."""
    came_from: dict[str, str] = {}
    edge = [start]
    while edge:
        following = []
        for module in edge:
            for target in sorted(graph[module]):
                if target == start:
                    way = [module]
                    while way[-1] != start:
                        way.append(came_from[way[-1]])
                    return way[::-1]
                if target not in came_from:
                    came_from[target] = module
                    following.append(target)
        edge = following
    return []


def nobody_imports_a_page(tree: Tree) -> list[str]:
    """Views are imported by the routes of their own app alone, urls by the address of the house."""
    faults = []
    for file in tree.product:
        for node, name in imported(file):
            parts = name.split(".")
            if parts[0] != "rafeeq" or len(parts) < 3 or parts[2] not in {"views", "urls"}:
                continue
            own = parts[1] == file.app and (file.name in {"urls.py", "routes.py"} or "/views/" in file.path)
            address = file.path == "rafeeq/config/urls.py" and parts[2] == "urls"
            if not own and not address:
                faults.append(file.fault(node, f"imports the page {name}; link to it by its URL name"))
    return faults


def channels_and_measures_stand_alone(tree: Tree) -> list[str]:
    """A channel never imports another channel nor the study; a measure never imports another measure."""
    faults = []
    for file in tree.product:
        for node, name in imported(file):
            for shelf in ("rafeeq.channels", "rafeeq.insights.measures"):
                mine, theirs = sister(file.module, shelf, tree), sister(name, shelf, tree)
                if mine and theirs and mine != theirs:
                    faults.append(file.fault(node, f"{mine} imports its sister {theirs}"))
            if file.app == "channels" and below(name, *STUDY):
                faults.append(file.fault(node, f"a channel imports the study: {name}"))
    return faults


def sister(module: str, shelf: str, tree: Tree) -> str:
    """Which sister on the shelf a module belongs to; a channel is a folder, a measure a file."""
    if not module.startswith(shelf + "."):
        return ""
    name = module[len(shelf) + 1 :].split(".", maxsplit=1)[0]
    kind = "/__init__.py" if shelf == "rafeeq.channels" else ".py"
    there = (tree.root / (f"{shelf}.{name}".replace(".", "/") + kind)).exists()
    return name if there and name not in {"tests", "migrations", "base", "registry"} else ""


def one_way_out(tree: Tree) -> list[str]:
    """HTTP leaves through the guarded fetcher alone."""
    return [
        file.fault(node, f"uses {name}; only {FETCHER} may talk HTTP to the outside")
        for file in tree.product
        if file.path not in {FETCHER, ITS_WIRE}
        for node, name in imported(file)
        if below(name, *NETWORK)
    ]


def rules_are_pure(tree: Tree) -> list[str]:
    """What stands in rules decides from values alone: no Django, no clock, no chance, no files."""
    faults = []
    for file in tree.product:
        if file.name != "rules.py" and "/rules/" not in file.path:
            continue
        for node, name in imported(file):
            if below(name, "django", "time", "random", "os", "pathlib", "sqlite3"):
                faults.append(file.fault(node, f"a rule imports {name}"))
        for node in file.nodes:
            if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today", "objects"}:
                faults.append(file.fault(node, f"a rule uses .{node.attr}; hand the value in"))
    return faults
