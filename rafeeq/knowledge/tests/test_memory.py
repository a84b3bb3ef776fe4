"""A matter that its customer confirmed becomes a draft, and nobody can tell whose it was."""

import pytest

from rafeeq.knowledge.actions import MayNotWrite, memory
from rafeeq.knowledge.models import Article, Version
from tests import make
from tests.cast import Cast


def test_a_confirmed_matter_teaches_without_its_person(cast: Cast) -> None:
    words = "السلام عليكم، أنا سارة المطيري وجوالي 0551234567. متى يرجع المبلغ الثاني؟ رقم العقد 77889900."
    ticket = make.ticket(words, subject="خصم مكرر على سارة", name="سارة المطيري")
    make.replied(ticket, cast.noura, "أهلًا سارة، نرد المبلغ خلال خمسة أيام إلى sara@example.com.")
    make.noted(make.fresh(ticket), cast.noura, "سرّ بيننا")
    with pytest.raises(memory.NotConfirmed):
        memory.begin_from(make.fresh(ticket), by=cast.noura)
    make.claimed(make.fresh(ticket), cast.noura, "رددنا المبلغ الثاني.")
    make.judged(make.fresh(ticket), "yes")
    ticket = make.fresh(ticket)
    with pytest.raises(MayNotWrite):
        memory.begin_from(ticket, by=cast.reem)
    row = memory.begin_from(ticket, by=cast.noura)
    assert memory.begin_from(ticket, by=cast.khaled) == row, "once"
    version = Version.objects.get(edition__article=row)
    said = f"{version.title} {version.summary} {version.body} {version.phrasings}"
    for trace in ("سارة", "المطيري", "0551234567", "77889900", "sara@", "نورة", "سرّ بيننا"):
        assert trace not in said
    assert "متى يرجع المبلغ الثاني" in version.phrasings
    assert "رددنا المبلغ الثاني." in version.body
    assert Article.objects.get().state == "draft"
