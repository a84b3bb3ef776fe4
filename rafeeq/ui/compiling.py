"""What Jinja2 makes of our templates: plainer Python than its own, for half of a page's cost is in writing it.

Two things hold here that Jinja2 cannot know. Nothing that our templates call wants the template's context, so a call
is a call. And everything is escaped, so whatever is markup already is written as it is.
"""

from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

# They give markup, always: see environment.py.
WORDS = {"_", "gettext", "pgettext", "ngettext", "npgettext"}


def written(value: Any) -> str:
    """A value as it stands on a page."""
    return value if type(value) is Markup else escape(value)


class Compiler(CodeGenerator):
    """Jinja2's compiler with these two things known; the environment it compiles for has `written`."""

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 - its name
        """A call, without asking at each one what it wants."""
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        is_markup = isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in WORDS
        self.write("(" if is_markup else "environment.written(")
