"""Ready replies are written by who may, used by whom they are for, and never call a matter solved."""

import pytest

from rafeeq.knowledge.actions import MayNotWrite, NoWords, SaysSolved, UnknownPlaceholders, remove_macro, save_macro
from rafeeq.knowledge.queries import found_macros, macro_for, macros_for
from rafeeq.system.models import AuditEntry
from tests.cast import Cast


def test_the_team_uses_its_own_and_the_shared(cast: Cast) -> None:
    shared = save_macro(None, by=cast.aziz, name="ترحيب", text_ar="أهلًا {customer_name}")
    ours = save_macro(None, by=cast.khaled, name="استرداد", text_ar="يعود المبلغ غدًا", team=cast.desk)
    theirs = save_macro(None, by=cast.aziz, name="جدة", text_ar="فرع جدة", team=cast.jeddah_desk)
    assert set(macros_for(cast.noura)) == {shared, ours}
    assert set(macros_for(cast.fahd)) == {shared, theirs}
    assert macro_for(cast.fahd, ours.pk) is None


def test_a_shortcut_that_fits_stands_first(cast: Cast) -> None:
    save_macro(None, by=cast.aziz, name="أ", text_ar="رد عام فيه ref")
    quick = save_macro(None, by=cast.aziz, name="ب", text_ar="يعود المبلغ", shortcut="#ref")
    assert found_macros(cast.noura, "#ref")[0] == quick


def test_what_may_not_be_saved(cast: Cast) -> None:
    with pytest.raises(SaysSolved):
        save_macro(None, by=cast.aziz, name="إغلاق", text_ar="تم حل المشكلة")  # confirmed by nobody
    with pytest.raises(UnknownPlaceholders):
        save_macro(None, by=cast.aziz, name="ترحيب", text_ar="أهلًا {customer}")
    with pytest.raises(NoWords):
        save_macro(None, by=cast.aziz, name="فارغ")
    with pytest.raises(MayNotWrite):
        save_macro(None, by=cast.noura, name="لي", text_ar="نص", team=cast.desk)
    with pytest.raises(MayNotWrite):
        save_macro(None, by=cast.khaled, name="للكل", text_ar="نص")
    with pytest.raises(MayNotWrite):
        save_macro(None, by=cast.khaled, name="لغيرنا", text_ar="نص", team=cast.jeddah_desk)


def test_each_change_is_audited(cast: Cast) -> None:
    made = save_macro(None, by=cast.aziz, name="ترحيب", text_ar="أهلًا")
    save_macro(made, by=cast.aziz, name="ترحيب", text_ar="أهلًا بك")
    remove_macro(made, by=cast.aziz)
    rows = list(AuditEntry.objects.order_by("pk").values_list("what", flat=True))
    assert rows == ["macro.made", "macro.changed", "macro.removed"]
    changed = AuditEntry.objects.get(what="macro.changed")
    assert changed.before is not None
    assert changed.before["text_ar"] == "أهلًا"
    assert not macros_for(cast.noura).exists()
