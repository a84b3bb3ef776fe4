"""How the company of the demo arranges its desk: hours, departments and skills, limits, routes, automatic rules."""

from decimal import Decimal

from rafeeq.automation.actions.arranging import save_rule
from rafeeq.channels.email import mailboxes
from rafeeq.config.demo.clock import ZONE
from rafeeq.config.demo.company import DOMAIN, Company
from rafeeq.lib.working_time import Calendar as Hours
from rafeeq.lib.working_time import Holiday, Version, Week
from rafeeq.lib.working_time import Hours as Opening
from rafeeq.routing.actions import save_route
from rafeeq.staff.actions.authority import set_limit
from rafeeq.staff.actions.departments import make_department, make_skill
from rafeeq.staff.actions.hours import assign, make_calendar, make_default
from rafeeq.staff.actions.seats import change_seat
from rafeeq.staff.models import Skill, Team

_HOLIDAYS = (
    Holiday("يوم التأسيس", "gregorian", 2, 22),
    Holiday("اليوم الوطني", "gregorian", 9, 23),
    Holiday("عيد الفطر", "hijri", 10, 1, days=4),
    Holiday("عيد الأضحى", "hijri", 12, 9, days=5),
)
# role, what it may grant, up to how many riyals
_LIMITS = (
    ("supervisor", "refund", 1500),
    ("supervisor", "credit", 800),
    ("supervisor", "waiver", 600),
    ("agent", "refund", 300),
    ("agent", "credit", 150),
    ("agent", "waiver", 100),
)


def arrange(company: Company) -> None:
    """Everything that is decided once, on the day on which the company began."""
    _open_hours(company)
    _seat(company)
    _limit(company)
    _lead(company)
    _listen(company)


def _open_hours(company: Company) -> None:
    by = company.people["salman"]
    day, night = Opening(8 * 3600, 22 * 3600), Opening(16 * 3600, 22 * 3600)
    week = Week.of(**dict.fromkeys(("sat", "sun", "mon", "tue", "wed", "thu"), day), fri=night)
    fasting = Week.same("sat sun mon tue wed thu fri", Opening(10 * 3600, 15 * 3600), Opening(21 * 3600, 25 * 3600))
    version = Version(week, ramadan=fasting, holidays=_HOLIDAYS)
    make_default(make_calendar(name="ساعات خدمة العملاء", hours=Hours(ZONE.key, (version,)), by=by), by=by)
    fitters = Week.same("sat sun mon tue wed thu", Opening(9 * 3600, 12 * 3600), Opening(16 * 3600, 21 * 3600))
    at_homes = make_calendar(
        name="ساعات التركيب", hours=Hours(ZONE.key, (Version(fitters, holidays=_HOLIDAYS),)), by=by
    )
    assign(at_homes, name=at_homes.name, branches=[], teams=[company.teams["delivery"]], by=by)


def _seat(company: Company) -> None:
    by, people = company.people["salman"], company.people
    top = make_department(name="العمليات", head=people["abdulaziz"], above=None, calendar=None, by=by)
    network = make_department(name="إدارة الشبكة", head=people["reem"], above=top, calendar=None, by=by)
    finance = make_department(name="الشؤون المالية", head=people["majed"], above=top, calendar=None, by=by)
    make_department(name="المستودع", head=None, above=top, calendar=None, by=by)
    fibre, disputes = make_skill(name="ألياف بصرية", by=by), make_skill(name="اعتراضات الفواتير", by=by)
    seats: dict[str, tuple[list[Skill], list[str], int | None]] = {
        "abeer": ([fibre], ["ar"], 14),
        "yasser": ([fibre], ["ar", "en"], None),
        "khaled": ([disputes], ["ar", "en"], None),
        "layla": ([disputes], ["ar"], 10),
    }
    for key, (skills, languages, most) in seats.items():
        change_seat(people[key], department=None, skills=skills, languages=languages, most=most, by=by)
    for key, department in (("reem", network), ("majed", finance)):
        change_seat(people[key], department=department, skills=[], languages=["ar"], most=None, by=by)


def _limit(company: Company) -> None:
    by = company.people["abdulaziz"]
    for act in ("refund", "credit", "waiver"):
        set_limit(role="manager", act=act, currency="SAR", amount=None, by=by)
    for role, act, most in _LIMITS:
        set_limit(role=role, act=act, currency="SAR", amount=Decimal(most), by=by)
    for role in ("manager", "supervisor"):
        set_limit(role=role, act="exception", by=by)


def _lead(company: Company) -> None:
    by, teams = company.people["abdulaziz"], company.teams
    skills = {one.name: one for one in Skill.objects.all()}

    def route(name: str, team: Team, words: list[str], skill: str, **more: int) -> None:
        known = skills[skill] if skill else None
        fits = {"words": words}
        save_route(None, by=by, name=name, to_team=team, fits=fits, assigns=True, skill=known, **more)  # type: ignore[arg-type]

    save_route(None, by=by, name="كبار العملاء", to_team=teams["desk"], fits={"tiers": ["large"]}, weight=2)
    route("الفواتير والخصم", teams["billing"], ["فاتورة", "خصم", "استرداد", "سداد"], "اعتراضات الفواتير", most=12)
    route("الإنترنت والمودم", teams["technical"], ["انقطاع", "مقطوع", "بطيء", "المودم", "الألياف"], "ألياف بصرية")
    route("التوصيل والتركيب", teams["delivery"], ["موعد", "شحنة", "تركيب", "المندوب"], "")
    save_route(
        None, by=by, name="الشكاوى خارج الدوام", to_team=teams["desk"], fits={"kinds": ["complaint"], "time": "closed"}
    )


def _listen(company: Company) -> None:
    """Two mailboxes at rest, for nothing of the demo is fetched or leaves."""
    by = company.people["salman"]
    for name, local, team in (("الدعم", "support", None), ("الفواتير", "billing", company.teams["billing"])):
        servers = {
            kind: {"host": f"mail.{DOMAIN}", "port": port, "security": "tls", "user": f"{local}@{DOMAIN}"}
            for kind, port in (("imap", 993), ("smtp", 465))
        }
        servers["imap"]["folder"] = "INBOX"
        wanted = mailboxes.Wanted(
            name=name, address=f"{local}@{DOMAIN}", sender_name="نخلة للاتصالات", team=team, servers=servers
        )
        mailboxes.pause(mailboxes.add(wanted, by=by), active=False, by=by)


def automate(company: Company) -> None:
    """What the desk does by itself from now on; the month before went without it."""
    by = company.people["abdulaziz"]
    save_rule(None, by=by, name="لا ينتظر أحد طويلًا", when="unanswered", amount=2, unit="working_hours", fits={},
              does={"escalate": True})  # fmt: skip
    save_rule(None, by=by, name="الاحتيال أولًا", when="opened", fits={"words": ["احتيال", "مكالمة مشبوهة"]},
              does={"priority": "urgent", "tags": ["احتيال"], "notify": ["supervisors"]})  # fmt: skip
    save_rule(None, by=by, name="لم يُحلّ", when="not_solved", fits={}, does={"priority": "high", "notify": ["owner"]})
