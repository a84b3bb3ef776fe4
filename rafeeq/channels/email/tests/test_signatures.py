"""Which signature stands under a reply."""

from email import message_from_bytes, policy

import pytest

from rafeeq.channels.models import Account
from rafeeq.system.actions import change_preferences
from tests import make
from tests.cast import Cast

from .conftest import Post


def sent(cast: Cast, post: Post, account: str = "") -> str:
    make.replied(make.ticket(account=account), cast.noura, text="أهلًا")
    [mail] = post()
    body = message_from_bytes(mail, policy=policy.default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_the_nearest_signature_wins(cast: Cast, post: Post) -> None:
    everybody, team = "مع التحية، {agent}", "{team} — {nothing}"
    change_preferences({"mail.signature_ar": everybody}, by=cast.salman, role="admin")
    assert "مع التحية، نورة القحطاني" in sent(cast, post)
    change_preferences({"mail.team_signatures": {str(cast.desk.pk): {"ar": team}}}, by=cast.salman, role="admin")
    said = sent(cast, post)
    assert f"{cast.desk.name} — {{nothing}}" in said, "what is no placeholder stays"
    assert "مع التحية" not in said
    Account.objects.create(
        name="العناية", address="care@rafeeq.example", options={"signatures": {"ar": "من صندوق العناية"}}
    )
    assert "من صندوق العناية" in sent(cast, post, account="العناية")


@pytest.mark.parametrize("hostile", ["{agent.__class__}", "%(agent)s", "{{ 7*7 }}", "<script>alert(1)</script>"])
def test_a_signature_is_no_template(cast: Cast, post: Post, hostile: str) -> None:
    change_preferences({"mail.signature_ar": hostile}, by=cast.salman, role="admin")
    assert hostile in sent(cast, post)
