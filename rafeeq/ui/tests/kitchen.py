"""Every part on two pages, with invented content, for the tests of the parts and for looking at them."""

import re
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django import forms
from jinja2 import Environment, FileSystemLoader

from rafeeq.ui.environment import environment

HERE = Path(__file__).resolve().parent
UI = HERE.parent
MOMENT = datetime(2026, 10, 3, 17, 5, tzinfo=ZoneInfo("Asia/Riyadh"))
HOSTILE = '<script>alert("x")</script> & "اقتباس"'
OUTCOMES = ["open", "claimed", "confirmed", "partly", "disputed", "unconfirmed", "declined", "withdrawn"]
ICONS = re.findall(r'<symbol id="(\w+)"', (UI / "static/ui/icons.svg").read_text("utf-8"))


class RequestForm(forms.Form):
    """One field of each sort."""

    name = forms.CharField(label="الاسم", help_text="كما نناديك به.")
    email = forms.EmailField(label="البريد الإلكتروني")
    kind = forms.ChoiceField(label="نوع الطلب", choices=[("inquiry", "استفسار"), ("complaint", "شكوى")])
    text = forms.CharField(label="ما الذي حدث؟", widget=forms.Textarea, required=False)
    agree = forms.BooleanField(label="أوافق على سياسة الخصوصية")
    way = forms.ChoiceField(
        label="طريقة الرد", choices=[("mail", "البريد"), ("phone", "الهاتف")], widget=forms.RadioSelect
    )
    proof = forms.FileField(label="صورة الفاتورة", required=False)


def pages() -> Environment:
    """Our environment over the templates of the product and the two pages of the kitchen."""
    return environment(loader=FileSystemLoader([UI / "templates", HERE / "templates"]))


def content() -> dict[str, object]:
    """What the two pages show."""
    form = RequestForm({"name": "سارة <b>", "email": "no-address"})
    form.is_valid()
    return {
        "form": form,
        "moment": MOMENT,
        "hostile": HOSTILE,
        "customer": "سارة المطيري",
        "outcomes": OUTCOMES,
        "icons": ICONS,
        "files": [SimpleNamespace(name="فاتورة (2).pdf", size=1_400_000, url="/files/1/")],
        "steps": [
            {"label": "وصل", "state": "done", "detail": "أمس ١٧:٠٥"},
            {"label": "أول رد", "state": "done", "detail": "بعد ١٢ دقيقة"},
            {"label": "قيد المعالجة", "state": "now", "detail": "بقي ٢٥ دقيقة"},
            {"label": "تأكيد العميل", "state": "ahead", "detail": ""},
        ],
    }


def show(page: str) -> str:
    """One of the two pages, as the active language and choices have it."""
    return pages().get_template(f"kitchen/{page}.html").render(content())
