"""A source tree as the rules read it: every file once, Python parsed, with the floor that each app stands on."""

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

FLOORS = {
    "config": 7,
    "inbox": 6, "portal": 6, "channels": 6, "api": 6, "setup": 6, "library": 6,
    "plan": 5.3, "coaching": 5.2, "insights": 5.1,
    "automation": 4.5,
    "flows": 4,
    "routing": 3, "sla": 3, "knowledge": 3, "quality": 3,
    "tickets": 2,
    "customers": 1.5, "staff": 1,
    "system": 0.5,
    "ui": 0, "lib": 0,
}  # fmt: skip
TEXT = {
    ".py",
    ".html",
    ".txt",
    ".css",
    ".js",
    ".po",
    ".md",
    ".toml",
    ".lock",
    ".yml",
    ".yaml",
    ".sh",
    ".cfg",
    ".svg",
    "",
}
LEFT_OUT = {".git", ".venv", "var", "node_modules", "build", "dist"}


def is_left_out(folder: str) -> bool:
    """Whether a folder holds what machines made."""
    return folder in LEFT_OUT or folder == "__pycache__" or folder.endswith(("_cache", ".egg-info"))


@dataclass(frozen=True)
class File:
    """One text file; `path` is relative to the root, with forward slashes."""

    path: str
    text: str

    @cached_property
    def parsed(self) -> ast.Module:
        """The parsed Python."""
        return ast.parse(self.text, self.path)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of the parsed Python; the rules look at them one after the other."""
        return list(ast.walk(self.parsed))

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rsplit("/", 1)[-1]

    @property
    def module(self) -> str:
        """The dotted name under which Python imports it."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def app(self) -> str:
        """The app it belongs to, or nothing outside the apps."""
        parts = self.path.split("/")
        return parts[1] if parts[0] == "rafeeq" and len(parts) > 2 else ""

    @property
    def is_test(self) -> bool:
        """Whether it belongs to the tests."""
        return self.path.startswith("tests/") or "/tests/" in self.path or self.name == "conftest.py"

    @property
    def is_migration(self) -> bool:
        """Whether it is a step of the database."""
        return "/migrations/" in self.path

    def fault(self, node: ast.AST | int, sentence: str) -> str:
        """A fault at a place of this file."""
        line = node if isinstance(node, int) else getattr(node, "lineno", 1)
        return f"{self.path}:{line} {sentence}"

    def lines(self) -> Iterator[tuple[int, str]]:
        """The lines with their numbers."""
        return enumerate(self.text.splitlines(), start=1)


class Tree:
    """All text files below a root."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def files(self) -> list[File]:
        """Every text file that belongs to the source."""
        return [
            File(path.relative_to(self.root).as_posix(), path.read_text(encoding="utf-8", errors="replace"))
            for path in sorted(self.paths())
        ]

    def paths(self) -> Iterator[Path]:
        """Where they lie; the folders of machines are not entered."""
        for folder, below, names in os.walk(self.root):
            below[:] = [name for name in below if not is_left_out(name)]
            for name in names:
                path = Path(folder, name)
                if path.suffix in TEXT and path.is_file():
                    yield path

    def ending(self, *suffixes: str) -> list[File]:
        """The files whose name ends so."""
        return [file for file in self.files if file.path.endswith(suffixes)]

    @cached_property
    def product(self) -> list[File]:
        """The Python of the product: no tests, no migrations."""
        return [
            file
            for file in self.ending(".py")
            if file.path.startswith("rafeeq/") and not (file.is_test or file.is_migration)
        ]

    @property
    def tests(self) -> list[File]:
        """The Python of the tests."""
        return [file for file in self.ending(".py") if file.is_test and not file.path.startswith("tests/bench/")]

    @property
    def templates(self) -> list[File]:
        """Every template."""
        return [file for file in self.files if "/templates/" in file.path]
