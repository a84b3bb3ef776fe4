"""Pushes are sealed as RFC 8291 shows it, and signed as RFC 8292 asks."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from rafeeq.lib.webpush import LARGEST, Browser, from_letters, letters, new_key, public_key, seal, signature
from tests.pushed import Receiver, claims

# RFC 8291, appendix A.
WORDS = b"When I grow up, I want to be a watermelon"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
RECEIVER = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SECRET, SALT = "BTBZMqHH6r4Tts7J_aSIgg", "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_standard() -> None:
    sealed = seal(WORDS, Browser.of(POINT, SECRET), salt=from_letters(SALT), key=from_letters(SENDER))
    assert letters(sealed) == SEALED
    known = ec.derive_private_key(int.from_bytes(from_letters(RECEIVER), "big"), ec.SECP256R1())
    receiver = Receiver(known, from_letters(SECRET))
    assert receiver.told() == {"p256dh": POINT, "auth": SECRET}
    assert receiver.open(sealed) == WORDS


def test_each_push_is_sealed_anew_and_its_length_tells_nothing() -> None:
    receiver = Receiver()
    browser = Browser.of(*receiver.told().values())
    pushes = [seal(words, browser, padded_to=500) for words in (b"a", b"a", "رفيق".encode() * 20, b"x" * 500)]
    assert len({len(one) for one in pushes}) == 1
    assert len(set(pushes)) == 4
    assert [receiver.open(one) for one in pushes] == [b"a", b"a", "رفيق".encode() * 20, b"x" * 500]
    assert len(seal(b"x" * LARGEST, browser)) <= 4096
    with pytest.raises(ValueError, match="too long"):
        seal(b"x" * (LARGEST + 1), browser)


def test_our_name_can_be_checked() -> None:
    key = new_key()
    said = claims(signature(key, audience="https://push.example", subject="https://desk.example", until=1_800_000_000))
    assert said == {
        "aud": "https://push.example", "sub": "https://desk.example", "exp": 1_800_000_000,
        "key": letters(public_key(key)),
    }  # fmt: skip


def test_what_is_no_browsers_key() -> None:
    good = Receiver().told()
    off_curve = letters(b"\x04" + b"\x01" * 64)
    for key, secret in (
        (off_curve, good["auth"]), (good["p256dh"][:-4], good["auth"]), ("", good["auth"]), ("رفيق", good["auth"]),
        (good["p256dh"], "c2hvcnQ"), (good["p256dh"], "%%%"), (good["p256dh"] + "!", good["auth"]),
        ("A" * 87, "A" * 22),
    ):  # fmt: skip
        with pytest.raises(ValueError):  # noqa: PT011 - any of them, whoever finds it
            Browser.of(key, secret)
