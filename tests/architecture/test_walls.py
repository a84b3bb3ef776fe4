"""The house keeps its rules, and every rule is seen to catch a planted fault."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.architecture import imports, pages, records, size
from tests.architecture.tree import Tree

# The first of the hosts that the rule knows.
A_REGISTRY = pages.REGISTRIES.pattern.split("|")[0].replace("\\", "")

ROOT = Path(__file__).resolve().parents[2]
Rule = Callable[[Tree], list[str]]

# For each rule: what a careless hand might write.
PLANTED: dict[Rule, list[dict[str, str]]] = {
    imports.no_circles: [
        {"rafeeq/tickets/a.py": "from rafeeq.tickets import b", "rafeeq/tickets/b.py": "def f():\n    from . import a"},
        {
            "rafeeq/lib/one.py": "import rafeeq.lib.two",
            "rafeeq/lib/two.py": "from rafeeq.lib.three import x",
            "rafeeq/lib/three.py": "from rafeeq.lib.one import y",
        },
    ],
    imports.nobody_imports_a_page: [
        {"rafeeq/portal/views.py": "def f():\n    from rafeeq.inbox.views import page"},
        {"rafeeq/inbox/forms.py": "from rafeeq.inbox import views"},
    ],
    imports.channels_and_measures_stand_alone: [
        {
            "rafeeq/channels/email/__init__.py": "",
            "rafeeq/channels/chat/__init__.py": "",
            "rafeeq/channels/chat/parse.py": "from rafeeq.channels.email import quotes",
        },
        {"rafeeq/channels/delivery.py": "from rafeeq.insights import signals_of_trouble"},
        {
            "rafeeq/insights/measures/reach.py": "from rafeeq.insights.measures.repeat import count",
            "rafeeq/insights/measures/repeat.py": "",
        },
    ],
    imports.one_way_out: [
        {"rafeeq/knowledge/answers.py": "import httpx"},
        {"rafeeq/knowledge/answers.py": "from rafeeq.lib.wire import exchange"},
        {"rafeeq/channels/chat/send.py": "def f():\n    from urllib import request"},
    ],
    imports.rules_are_pure: [
        {"rafeeq/sla/rules.py": "from django.utils import timezone"},
        {"rafeeq/sla/rules/hours.py": "from datetime import datetime\n\ndef f():\n    return datetime.now()"},
    ],
    records.relations_point_down: [
        {"rafeeq/tickets/models.py": "x = models.ForeignKey('sla.Clock', on_delete=1)"},
        {"rafeeq/staff/models/person.py": "x = models.OneToOneField(to='customers.Customer', on_delete=1)"},
        {"rafeeq/staff/actions.py": "apps.get_model('tickets', 'Ticket')"},
    ],
    records.views_ask_queries: [
        {"rafeeq/inbox/views/ticket.py": "def page(request):\n    return Ticket.objects.all()"},
    ],
    records.measures_read_no_status: [
        {"rafeeq/insights/measures/closed.py": "def cells(ticket):\n    return ticket.status"},
        {"rafeeq/insights/queries/figures.py": "x = Ticket.objects.filter(status='closed')"},
        {"rafeeq/insights/rules/story.py": "x = told['outcome']"},
    ],
    records.rows_do_not_call: [
        {"rafeeq/tickets/models/ticket.py": "class Ticket:\n    def save(self):\n        pass"},
        {"rafeeq/tickets/apps.py": "from django.db.models.signals import post_save"},
    ],
    records.sql_has_parameters: [
        {"rafeeq/tickets/queries.py": "cursor.execute(f'SELECT {name}')"},
        {"rafeeq/tickets/queries.py": "Ticket.objects.raw('SELECT %s' % name)"},
        {"rafeeq/tickets/queries.py": "cursor.execute('SELECT ' + name)"},
    ],
    records.migrations_have_names: [{"rafeeq/tickets/migrations/0007_auto_20260101_1200.py": ""}],
    size.functions_fit_a_screen: [{"rafeeq/flows/receive.py": "def f():\n" + "    x = 1\n" * 41}],
    size.files_stay_small: [
        {"rafeeq/flows/receive.py": "x = 1\n" * 401},
        {"rafeeq/inbox/templates/inbox/ticket.html": "<p>\n" * 151},
        {"rafeeq/ui/static/ui/menu.js": ";\n" * 101},
    ],
    size.names_say_something: [
        {"rafeeq/tickets/utils.py": ""},
        {"rafeeq/common/dates.py": ""},
        {"tests/helpers.py": ""},
    ],
    size.door_plates_are_one_sentence: [
        {"rafeeq/sla/__init__.py": '"""By when. And why."""'},
        {"rafeeq/sla/__init__.py": "", "rafeeq/sla/rules.py": ""},
        {"rafeeq/sla/__init__.py": '"""By when."""\nfrom rafeeq.sla.rules import x'},
    ],
    size.tests_do_not_wait_by_the_clock: [
        {"rafeeq/sla/tests/test_rules.py": "import time\n\ndef test_x():\n    time.sleep(1)"},
        {"tests/browser/test_page.py": "def test_x(page):\n    page.wait_for_timeout(500)"},
    ],
    pages.pages_borrow_from_ui_alone: [
        {
            "rafeeq/inbox/templates/inbox/row.html": "",
            "rafeeq/portal/templates/portal/page.html": '{% include "inbox/row.html" %}',
        },
        {
            "rafeeq/inbox/templates/inbox/row.html": "",
            "rafeeq/portal/views.py": 'render(request, "inbox/row.html")',
        },
    ],
    pages.start_and_end: [
        {"rafeeq/ui/static/ui/parts.css": ".badge { margin-left: 1rem }"},
        {"rafeeq/ui/static/ui/parts.css": ".badge {\n  right: 0;\n}"},
        {"rafeeq/ui/static/ui/parts.css": "td { text-align: right }"},
        {"rafeeq/inbox/templates/inbox/row.html": '<p style="padding-right:2px">'},
    ],
    pages.nobody_says_solved_first: [
        {"rafeeq/portal/templates/portal/mail.txt": "تم حل المشكلة، شكرًا لكم"},
        {"rafeeq/locale/ar/LC_MESSAGES/django.po": 'msgid "Done"\nmsgstr "تمّ حلّ مشكلتك."'},
        {"rafeeq/flows/resolve.py": 'text = _("Your problem has been solved.")'},
    ],
    pages.no_registry_is_named: [
        {"requirements.lock": f"# from {pages.REGISTRIES.pattern.split('|')[0].replace(chr(92), '')}"}
    ],
    pages.blocks_stand_alone: [
        {
            "rafeeq/inbox/views/page.py": 'PAGE = "inbox/page.html"\nblock(request, PAGE, "row", {})',
            "rafeeq/inbox/templates/inbox/page.html": "{% set names = {} %}{% block row %}{{ names.x }}{% endblock %}",
        },
    ],
    pages.no_hidden_marks: [{"rafeeq/lib/arabic/folding.py": f"MARK = '{chr(0x202E)}'"}],
}


@pytest.fixture(scope="module", autouse=True)
def nothing_is_collected() -> Iterator[None]:
    """Hundreds of parsed files stand in memory at once; to look for garbage among them took longer than to parse."""
    gc.disable()
    yield
    imports.imported.cache_clear()  # or what comes later in this process would look at them again
    gc.enable()


@pytest.fixture(scope="module")
def house() -> Tree:
    return Tree(ROOT)


@pytest.mark.parametrize("rule", PLANTED, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: Rule, house: Tree) -> None:
    assert rule(house) == []


CASES = [
    pytest.param(rule, files, id=f"{rule.__name__}-{number}")
    for rule, cases in PLANTED.items()
    for number, files in enumerate(cases, start=1)
]


@pytest.mark.parametrize(("rule", "files"), CASES)
def test_the_rule_catches_a_planted_fault(rule: Rule, files: dict[str, str], tmp_path: Path) -> None:
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert rule(Tree(tmp_path)) != []


def test_every_rule_is_listed() -> None:
    """A rule that nobody calls holds nothing."""
    written = {
        value
        for module in (imports, pages, records, size)
        for value in vars(module).values()
        if callable(value) and getattr(value, "__annotations__", None) == {"tree": Tree, "return": list[str]}
    }
    assert written == set(PLANTED)
