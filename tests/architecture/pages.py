"""Rules about templates, styles and the words that reach people."""

import ast
import re
from collections.abc import Iterator

from jinja2 import Environment, nodes

from rafeeq.lib.arabic.folding import fold
from tests.architecture.tree import File, Tree

BORROWS = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")
NAMED = re.compile(r"""["']([\w-]+/[\w/.-]+\.(?:html|txt|jinja))["']""")
SIDE = r"(?:left|right)"
PHYSICAL = re.compile(
    rf"(?<![\w-])(?:(?:margin|padding|inset|border|scroll-margin|scroll-padding)-{SIDE}(?:-[\w-]+)?|{SIDE}|"
    rf"border-(?:top|bottom)-{SIDE}-radius)\s*:|(?<![\w-])(?:text-align|float|clear)\s*:\s*{SIDE}\b"
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STYLED = re.compile(r"""<style\b[^>]*>(.*?)</style>|\bstyle\s*=\s*"([^"]*)\"""", re.DOTALL | re.IGNORECASE)
HIDDEN_MARKS = re.compile("[\u200b\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
# Joined here from pieces, or this file would break its own rule.
REGISTRIES = re.compile("|".join(re.escape(".".join(parts)) for parts in (
    ("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs"), ("npmjs", "com"), ("proxy", "golang"),
    ("crates", "io"), ("rubygems", "org"), ("deb", "debian", "org"), ("archive", "ubuntu"))))  # fmt: skip
# After folding: what says that the matter is solved, before the customer has said so.
SOLVED = re.compile(
    r"(?:تم|تمت|جري) (?:بنجاح )?(?:حل|معالجه|انهاء) (?:ال)?(?:مشكل|طلب|شكو|بلاغ|تذكره)|"
    r"(?:انحلت|حلت|عولجت) (?:ال)?مشكل|"
    r"(?:problem|issue|matter|request|ticket) (?:has been|was|is now) (?:solved|resolved|fixed)"
)
CONFIRMED = re.compile(r"confirmed", re.IGNORECASE)


def home(file: File) -> str:
    """The templates folder that a template lies in."""
    return file.path.split("/templates/")[0] + "/templates/"


def pages_borrow_from_ui_alone(tree: Tree) -> list[str]:
    """A template, or the code that renders one, uses its own app's templates and those of ui."""
    names: dict[str, set[str]] = {}
    for file in tree.templates:
        names.setdefault(file.path.removeprefix(home(file)), set()).add(file.app)
    faults = []
    for file in [*tree.templates, *tree.product]:
        pattern = BORROWS if "/templates/" in file.path else NAMED
        for line, text in file.lines():
            for name in pattern.findall(text):
                owners = names.get(name, set())
                if owners and file.app and not owners & {file.app, "ui"}:
                    faults.append(file.fault(line, f"borrows {name} from {', '.join(sorted(owners))}"))
    return faults


def styles(tree: Tree) -> Iterator[tuple[File, int, str]]:
    """Every line of style, in stylesheets and in templates."""
    for file in tree.ending(".css"):
        if file.app:
            blank = COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), file.text)
            yield from ((file, line, text) for line, text in enumerate(blank.splitlines(), start=1))
    for file in tree.templates:
        for found in STYLED.finditer(file.text):
            yield file, file.text.count("\n", 0, found.start()) + 1, found.group(1) or found.group(2) or ""


def start_and_end(tree: Tree) -> list[str]:
    """Styles know start and end, never left and right."""
    return [
        file.fault(line, f"is physical: {found.group().strip()}; use start and end")
        for file, line, text in styles(tree)
        if (found := PHYSICAL.search(text))
    ]


def nobody_says_solved_first(tree: Tree) -> list[str]:
    """No text calls a matter solved, except in a question or where the customer has confirmed it.

    In a catalogue the entry's context, in a template the line or the one above it, must then say `confirmed`.
    """
    faults = []
    for file in [*tree.templates, *tree.ending(".po"), *tree.product]:
        before: list[str] = []
        for line, text in file.lines():
            found = SOLVED.search(fold(text))
            asked = found and re.search(r"[؟?]", text)
            if found and not asked and not any(CONFIRMED.search(near) for near in [text, *before]):
                faults.append(file.fault(line, f"says that it is solved before the customer does: {found.group()}"))
            before = [*before, text][-(4 if file.path.endswith(".po") else 1) :]
    return faults


def no_registry_is_named(tree: Tree) -> list[str]:
    """No file names the host of a package registry."""
    return [
        file.fault(line, f"names a package registry: {found.group()}")
        for file in tree.files
        for line, text in file.lines()
        if (found := REGISTRIES.search(text))
    ]


def no_hidden_marks(tree: Tree) -> list[str]:
    """Invisible direction marks stand in the source as escapes only."""
    return [
        file.fault(line, f"holds an invisible mark U+{ord(found.group()):04X}; write it as an escape")
        for file in tree.ending(".py", ".html", ".js", ".css")
        for line, text in file.lines()
        if (found := HIDDEN_MARKS.search(text))
    ]


def blocks_stand_alone(tree: Tree) -> list[str]:
    """A block that is answered alone knows nothing that its template sets at the top."""
    templates = {file.path.removeprefix(home(file)): file for file in tree.templates}
    faults = []
    for file in tree.product:
        for name, wanted in blocks_answered_alone(file):
            template = templates.get(name)
            parsed = Environment(autoescape=True).parse(template.text) if template else nodes.Template([])
            on_top = {one.name for part in parsed.body for one in stored(part) if not isinstance(part, nodes.Block)}
            for block in parsed.find_all(nodes.Block):
                if template and block.name == wanted:
                    inside = {one.name for one in stored(block)}
                    used = {one.name for one in block.find_all(nodes.Name) if one.ctx == "load"}
                    faults += [
                        template.fault(block.lineno, f"{one} is not known here") for one in used & on_top - inside
                    ]
    return faults


def stored(node: nodes.Node) -> Iterator[nodes.Name]:
    """The names that are set somewhere in it."""
    return (one for one in node.find_all(nodes.Name) if one.ctx == "store")


def blocks_answered_alone(file: File) -> Iterator[tuple[str, str]]:
    """Template and block of every call of `ui.pages.block`, where they are written out or constants of the file."""
    known = {
        target.id: node.value
        for node in file.parsed.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in file.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "block":
            said = [known.get(one.id, one) if isinstance(one, ast.Name) else one for one in node.args[1:3]]
            words = [one.value for one in said if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if len(words) == 2:
                yield words[0], words[1]
