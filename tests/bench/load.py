"""A desk of any size, written straight into the tables: the same rows for the same seed.

Three messages a ticket (customer, agent, customer), three in ten tickets open, over three hundred days. The rows are
those that the flows write, without the cost of writing them one by one; the timeline's hashes are left empty, so such a
desk is for measuring and for looking at, not for `rafeeq ledger verify`.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from rafeeq.customers.models import Address, Customer
from rafeeq.lib.arabic.folding import fold
from rafeeq.sla.actions.founding import found_rule
from rafeeq.sla.models import Clock, Following, TimeRule
from rafeeq.staff.actions import found
from rafeeq.staff.models import Branch, Calendar, Role, Team, User
from rafeeq.tickets.models import Event, Message, Ticket

NOW = datetime.now(UTC).replace(microsecond=0)
CHUNK = 20_000
# ruff: noqa: E501 - sentences
TEAMS = [
    ("فرع الرياض", "الفواتير"),
    ("فرع الرياض", "الدعم الفني"),
    ("فرع جدة", "خدمة عملاء جدة"),
    ("فرع جدة", "التوصيل"),
]
SUBJECTS = """خصم مكرر في فاتورة أكتوبر|الإنترنت مقطوع في حي النرجس|تغيير عنوان التوصيل|شكر لموظفة فرع العليا|طلب كشف حساب
استفسار عن باقة الأعمال|تأخر وصول الشريحة|نقل خدمة الألياف إلى منزل جديد|لم يصل رمز التحقق|إلغاء خدمة لم أطلبها
Refund has not arrived yet|تطبيق الهاتف لا يفتح بعد التحديث|فاتورة أعلى من المعتاد بكثير|موعد الفني لم يلتزم به أحد""".replace(
    "\n", "|"
).split("|")
SAID = """هذه ثالث مرة أتواصل معكم، المبلغ خُصم مرتين ولم يرجع.|السلام عليكم، الخدمة واقفة عندي وعند الجيران منذ أمس.
ممكن تغيرون العنوان قبل ما يطلع المندوب؟|أحتاج كشف حساب لآخر ستة أشهر مختومًا.|أشكر الأخت نورة على حسن تعاملها وصبرها.
الفني لم يأتِ في الموعد ولم يتصل أحد.|I was charged twice and nobody has answered me.|كيف ألغي الخدمة وأسترد ما دفعته؟
الرمز لا يصلني وقد جربت من جهاز آخر.|انتقلت إلى حي آخر وأريد نقل الاشتراك معي.|وعدتموني بالرد خلال يومين ومضى أسبوع.""".replace(
    "\n", "|"
).split("|")
ANSWERED = """أهلًا بك، نراجع العملية الآن ونعود إليك اليوم.|راجعنا الطلب، ويعود المبلغ إلى حسابك غدًا.
نعتذر عن التأخر، والفني عندك غدًا بين الرابعة والسادسة.|حدّثنا العنوان، ويصلك المندوب مساءً.""".replace("\n", "|").split(
    "|"
)
FIRST, LAST = (
    ["سارة", "محمد", "نوف", "خالد", "ريم", "عبدالله", "هند", "تركي", "لمى", "فيصل"],
    ["المطيري", "العمري", "الحربي", "القرني", "الدوسري", "السبيعي", "الشهري", "الغامدي"],
)
CHANNELS = ["email", "email", "email", "web", "phone", "counter"]


def load(count: int, seed: int = 1, *, said: bool = True) -> dict[str, User]:
    """Fill an empty database with this many tickets; the people who work there, by their role.

    Without `said` no messages are written, for measuring quickly what reads none.
    """
    chance = random.Random(seed)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size=-600000")  # the indexes are filled in no order; only while loading
    with transaction.atomic():
        people = _people()
        agents = list(User.objects.filter(role=Role.AGENT).values_list("pk", "teams", "teams__branch"))
        _customers(max(20, count // 5), chance)
    rows = _tickets(count, agents, chance)
    number = 0
    while chunk := list(islice(rows, CHUNK)):
        with transaction.atomic():
            number = _write(chunk, number, chance, said=said)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return people


def _people() -> dict[str, User]:
    """Ten agents in five teams of two branches, a supervisor, a manager and an administrator."""
    desk = found()
    found_rule()
    teams = [desk]
    for branch, name in TEAMS:
        teams.append(Team.objects.create(name=name, branch=Branch.objects.get_or_create(name=branch)[0]))
    made: dict[str, User] = {}
    for place in range(10):
        team = teams[place % len(teams)]
        user = _person(f"agent{place}", f"{FIRST[place]} {LAST[place % len(LAST)]}", Role.AGENT, team)
        made.setdefault("agent", user)
    for role in (Role.SUPERVISOR, Role.MANAGER, Role.ADMIN):
        made[role.value] = _person(role.value, f"{FIRST[3]} {LAST[len(made)]}", role, teams[1])
    return made


def _person(key: str, name: str, role: str, team: Team) -> User:
    user = User(email=f"{key}@rafeeq.example", name=name, role=role, branch=team.branch, language="ar")
    user.set_password("سحابة فوق جبال السروات")
    user.save()
    user.teams.add(team)
    return user


def _customers(count: int, chance: random.Random) -> None:
    names = [f"{chance.choice(FIRST)} {chance.choice(LAST)}" for _ in range(count)]
    _insert(
        Customer,
        "id name folded language tier created_at",
        (
            (
                pk,
                name,
                fold(name),
                "ar",
                chance.choice(("small", "small", "medium", "large")),
                _at(NOW - timedelta(days=300)),
            )
            for pk, name in enumerate(names, 1)
        ),
    )
    _insert(
        Address,
        "id customer_id kind value shown",
        ((pk, pk, "email", f"customer{pk}@example.com", f"customer{pk}@example.com") for pk in range(1, count + 1)),
    )


TICKET = """number subject kind status outcome priority channel language customer_id branch_id team_id assignee_id
created_at first_reply_at updated_at waiting_since preview message_count hand_over_count reopen_count event_count head
checkpointed link_epoch"""


def _tickets(count: int, agents: list[Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    customers = max(20, count // 5)
    for number in range(1, count + 1):
        agent, team, branch = chance.choice(agents)
        begun = NOW - timedelta(seconds=chance.randrange(300 * 86400 - 7200) + 7200)
        said = chance.choice(SAID)
        row: dict[str, Any] = dict.fromkeys(TICKET.split(), 0)
        row |= {
            "number": number,
            "subject": chance.choice(SUBJECTS),
            "language": "ar",
            "customer_id": chance.randint(1, customers),
            "kind": chance.choices(("inquiry", "request", "complaint", "praise"), (5, 6, 3, 1))[0],
            "priority": chance.choices(("normal", "high", "urgent"), (18, 2, 1))[0],
            "channel": chance.choice(CHANNELS),
            "branch_id": branch,
            "team_id": team,
            "assignee_id": agent,
            "created_at": begun,
            "preview": said,
            "first_reply_at": begun + timedelta(minutes=chance.randrange(3, 60)),
            "message_count": 3,
            "event_count": 4,
            "updated_at": begun + timedelta(minutes=chance.randrange(61, 119)),
            "head": "",
            "checkpointed": 4,
        }
        yield row | _standing(row, chance)


def _standing(row: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """How the ticket stands: three in ten are open, each in one of the ways a matter can be."""
    if chance.random() >= 0.3:
        return {
            "status": "closed",
            "outcome": chance.choices(("confirmed", "unconfirmed", "declined"), (12, 5, 1))[0],
            "waiting_since": None,
        }
    way = chance.random()
    if way < 0.2:
        return {"status": "new", "outcome": "open", "assignee_id": None, "waiting_since": row["created_at"]}
    if way < 0.35:
        return {"status": "waiting", "outcome": "claimed", "waiting_since": None}
    if way < 0.6:
        return {"status": "waiting", "outcome": "open", "waiting_since": None}
    if way < 0.7:
        return {"status": "open", "outcome": "disputed", "waiting_since": row["updated_at"], "reopen_count": 1}
    return {"status": "open", "outcome": "open", "waiting_since": row["updated_at"]}


def _write(rows: list[dict[str, Any]], number: int, chance: random.Random, *, said: bool) -> int:
    moments = ("created_at", "first_reply_at", "updated_at", "waiting_since")
    _insert(
        Ticket,
        TICKET,
        (tuple(_at(row[name]) if name in moments else row[name] for name in TICKET.split()) for row in rows),
    )
    _clocks(rows)
    if not said:
        return number + len(rows)
    message = 3 * number
    _insert(
        Message,
        "id ticket_id direction channel account customer_id user_id subject text quoted html at "
        "external_id is_automatic from_stranger",
        (one for place, row in enumerate(rows) for one in _messages(row, message + 3 * place, chance)),
    )
    kinds = ("ticket.opened", "message.received", "message.sent", "message.received")
    _insert(
        Event,
        "ticket_id seq kind actor at data hash",
        (
            (row["number"], seq, kind, "system", _at(row["updated_at"]), _data(message + 3 * place + seq - 1, seq), "")
            for place, row in enumerate(rows)
            for seq, kind in enumerate(kinds, 1)
        ),
    )
    return number + len(rows)


def _clocks(rows: list[dict[str, Any]]) -> None:
    """The solution's clock of each open ticket and its place on the timeline, as the follower leaves them."""
    rule, calendar = TimeRule.objects.values_list("pk", flat=True)[0], Calendar.objects.values_list("pk", flat=True)[0]
    _insert(
        Clock,
        "ticket_id team_id kind rule_id calendar_id started_at due_at",
        (
            (row["number"], row["team_id"], "resolution", rule, calendar, _at(row["created_at"]), _at(due))
            for row in rows
            if row["status"] != "closed"
            for due in (row["created_at"] + timedelta(days=307),)  # some are late, most are not
        ),
    )
    _insert(Following, "ticket_id seq", ((row["number"], row["event_count"]) for row in rows))


def _messages(row: dict[str, Any], before: int, chance: random.Random) -> Iterator[tuple[Any, ...]]:
    words = (chance.choice(SAID), chance.choice(ANSWERED), row["preview"])
    moments = (row["created_at"], row["first_reply_at"], row["updated_at"])
    for place, (text, at) in enumerate(zip(words, moments, strict=True)):
        ours = place == 1
        yield (
            before + place + 1,
            row["number"],
            "out" if ours else "in",
            row["channel"],
            "",
            None if ours else row["customer_id"],
            row["assignee_id"] if ours else None,
            row["subject"] if not place else "",
            f"{text} {_code(row['number'], place)}",
            "",
            "",
            _at(at),
            "",
            False,
            False,
        )


def _data(message: int, seq: int) -> str:
    """What an event tells: the opening nothing, each later one its message."""
    return "{}" if seq == 1 else f'{{"message": {message}}}'


def _code(number: int, place: int) -> str:
    """A word that stands in few tickets, as people write order numbers."""
    return f"الطلب رقم TX{number // 4 * 3 + place}"


def _insert(model: type[Model], columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
    """Write rows of these columns; every other column that wants something gets the model's default."""
    named = columns.split()
    rest = [
        one for one in model._meta.concrete_fields if one.column not in named and not one.null and not one.primary_key
    ]
    defaults = tuple(one.get_db_prep_save(one.get_default(), connection) for one in rest)
    names = [connection.ops.quote_name(name) for name in (*named, *(str(one.column) for one in rest))]
    marks = ", ".join(["%s"] * len(names))
    statement = f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) VALUES ({marks})"
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany(statement, [(*row, *defaults) for row in rows])
        else:
            with cursor.copy(f"COPY {model._meta.db_table} ({', '.join(names)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((*row, *defaults))
            table, key = model._meta.db_table, model._meta.pk.column
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', '{key}'), (SELECT max({key}) FROM {table}))"
            )


def _at(moment: datetime | None) -> Any:
    return None if moment is None else connection.ops.adapt_datetimefield_value(moment)
