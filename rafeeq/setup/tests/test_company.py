"""The company as its administrator sets it, and as its customers then see it."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rafeeq.lib.colour import contrast
from rafeeq.system import preferences, snapshot
from rafeeq.system.models import AuditEntry, Setting
from rafeeq.system.queries import fingerprints, preference
from rafeeq.ui import choices
from tests import make
from tests.cast import Cast, signed_in

COMPANY = {
    "name_ar": "اتصالات الواحة",
    "name_en": "Oasis Telecom",
    "accent": "#7a1f5c",
    "from_address": "care@oasis.example",
}


def test_the_help_centre_carries_name_and_colour(cast: Cast) -> None:
    answer = signed_in(cast.salman).post("/settings/company/", COMPANY)
    assert answer.status_code == 302
    visitor = Client()
    page = visitor.get("/help/").content.decode()
    assert "اتصالات الواحة" in page
    assert "/brand/colours.css?v=7a1f5c" in page
    assert "Oasis Telecom" in visitor.get("/help/?lang=en").content.decode()
    assert "light-dark(#7a1f5c" in visitor.get("/brand/colours.css").content.decode()


def test_every_change_is_in_the_record(cast: Cast) -> None:
    signed_in(cast.salman).post("/settings/company/", COMPANY)
    entry = AuditEntry.objects.get(target="company.name_ar")
    assert (entry.who, entry.actor_id, entry.before, entry.after) == (
        "سلمان العنزي",
        cast.salman.pk,
        "",
        COMPANY["name_ar"],
    )
    signed_in(cast.salman).post("/settings/company/", COMPANY)
    assert AuditEntry.objects.filter(target="company.name_ar").count() == 1, "nothing was different"


@pytest.mark.parametrize("name", ["noura", "khaled", "huda", "aziz", "majed", "reem", "fahd"])
def test_only_administrators_change_the_company(cast: Cast, name: str) -> None:
    client = signed_in(cast.staff()[name])
    assert client.get("/settings/company/").status_code == 403
    assert client.post("/settings/company/", COMPANY).status_code == 403
    assert not Setting.objects.filter(key__startswith="company.").exists()


@pytest.mark.parametrize("wrong", ["red", "#12", "#fff2b0", "#ffffff", "javascript:x", "#0e6a5b;}*{display:none"])
def test_a_colour_that_cannot_be_read_is_refused(cast: Cast, wrong: str) -> None:
    answer = signed_in(cast.salman).post("/settings/company/", COMPANY | {"accent": wrong})
    assert answer.status_code == 422
    assert "اتصالات الواحة" in answer.content.decode(), "nothing that was written is lost"


def test_names_lose_hidden_marks_and_keep_their_length(cast: Cast) -> None:
    client = signed_in(cast.salman)
    client.post("/settings/company/", COMPANY | {"name_ar": "الواحة\u202eevil\u0007\n😀"})
    assert preference(preferences.COMPANY_NAME_AR) == "الواحةevil 😀"
    answer = client.post("/settings/company/", COMPANY | {"name_ar": "ا" * 20_000})
    assert answer.status_code == 422


def test_two_administrators_at_once_see_each_others_words(cast: Cast) -> None:
    client = signed_in(cast.salman)
    seen = json.dumps(fingerprints([preferences.COMPANY_NAME_AR, preferences.COMPANY_NAME_EN]))
    signed_in(cast.salman).post("/settings/company/", COMPANY | {"name_en": ""})
    answer = client.post("/settings/company/", COMPANY | {"name_ar": "اسم آخر", "name_en": "Other", "seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in page for words in ("اتصالات الواحة", "اسم آخر", "سلمان العنزي"))
    assert preference(preferences.COMPANY_NAME_AR) == "اتصالات الواحة"
    again = json.dumps(fingerprints([preferences.COMPANY_NAME_AR]))
    assert again.replace('"', "&#34;").split("&#34;")[3] in page, "saving once more is then a decision"
    assert client.post("/settings/company/", COMPANY | {"name_ar": "اسم آخر", "seen": again}).status_code == 302
    assert preference(preferences.COMPANY_NAME_AR) == "اسم آخر"


def test_what_i_did_not_touch_is_not_changed_back(cast: Cast) -> None:
    seen = json.dumps(fingerprints([preferences.COMPANY_NAME_AR, preferences.COMPANY_NAME_EN]))
    client = signed_in(cast.salman)
    client.post("/settings/company/", COMPANY | {"name_en": ""})
    mine = {"name_ar": "", "name_en": "Mine", "accent": COMPANY["accent"], "from_address": COMPANY["from_address"]}
    assert client.post("/settings/company/", mine | {"seen": seen}).status_code == 302
    assert preference(preferences.COMPANY_NAME_AR) == COMPANY["name_ar"]
    assert preference(preferences.COMPANY_NAME_EN) == "Mine"
    # The same when another field is contested: what I left alone is theirs in the form that comes back.
    late = client.post("/settings/company/", mine | {"name_en": "Other", "seen": seen})
    assert late.status_code == 409
    page = late.content.decode()
    assert all(
        f'name="{name}" value="{held}"' in page
        for name, held in (("name_ar", COMPANY["name_ar"]), ("name_en", "Other"))
    )


def upload(content: bytes, name: str = "شعار.png") -> dict[str, SimpleUploadedFile]:
    return {"logo": SimpleUploadedFile(name, content, "image/png")}


def test_a_logo_is_served_as_a_picture_and_nothing_else(cast: Cast) -> None:
    client = signed_in(cast.salman)
    assert client.post("/settings/company/logo/", upload(make.PNG)).status_code == 302
    assert "/brand/logo?v=" in Client().get("/help/").content.decode()
    answer = Client().get("/brand/logo")
    assert (answer.content, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        make.PNG,
        "image/png",
        "nosniff",
    )
    client.post("/settings/company/logo/", {"remove": "1"})
    assert Client().get("/brand/logo").status_code == 404


HUGE = make.PNG[:16] + (30_000).to_bytes(4, "big") * 2 + make.PNG[24:]


@pytest.mark.parametrize(
    "content",
    [
        HUGE,
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        make.PNG[:20],
        b"",
        b"GIF89a" + b"\0" * 40,
        make.PNG + b"\0" * 600_000,
    ],
)
def test_what_is_no_small_picture_is_refused(cast: Cast, content: bytes) -> None:
    assert signed_in(cast.salman).post("/settings/company/logo/", upload(content)).status_code == 422
    assert preference(preferences.LOGO) is None


def test_the_installation_reads_as_its_settings_say(cast: Cast) -> None:
    client = signed_in(cast.salman)
    chosen = {"languages": ["en"], "language": "en", "digits": "latn", "calendar": "hijri", "time_zone": "Africa/Cairo"}
    assert client.post("/settings/languages/", chosen).status_code == 302
    page = Client().get("/help/", headers={"Accept-Language": "ar"}).content.decode()
    assert '<html lang="en" dir="ltr"' in page
    assert "العربية" not in page, "a language that is off is not offered"
    made = choices.make()
    assert (made.language, made.calendar, made.time_zone) == ("en", "hijri", "Africa/Cairo")


def test_the_first_language_must_be_offered(cast: Cast) -> None:
    chosen = {"languages": ["en"], "language": "ar", "digits": "", "calendar": "gregorian", "time_zone": "Asia/Riyadh"}
    assert signed_in(cast.salman).post("/settings/languages/", chosen).status_code == 422


def test_another_process_is_heard_of_after_a_while(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot.forget()
    assert preference(preferences.COMPANY_NAME_AR) == ""
    Setting.objects.create(key="company.name_ar", value="من عملية أخرى")
    assert preference(preferences.COMPANY_NAME_AR) == ""
    monkeypatch.setattr("rafeeq.system.held.time.monotonic", lambda: float("inf"))
    assert preference(preferences.COMPANY_NAME_AR) == "من عملية أخرى"


def test_a_value_that_is_no_longer_allowed_is_as_if_unset(db: None) -> None:
    Setting.objects.create(key="reading.calendar", value="mayan")
    snapshot.forget()
    assert preference(preferences.CALENDAR) == "gregorian"


def test_white_on_the_chosen_colour_can_be_read() -> None:
    assert contrast("#ffffff", COMPANY["accent"]) >= 4.5
