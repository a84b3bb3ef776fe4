"""Passwords of mailboxes are readable with this installation's key alone."""

from typing import Any

from rafeeq.channels.email import vault

SECRETS = {"imap": "سر", "smtp": "geheim"}


def test_what_was_sealed_opens(settings: Any) -> None:
    seal = vault.sealed(SECRETS)
    assert "geheim" not in seal
    assert vault.opened(seal) == SECRETS
    assert vault.opened("") == {}


def test_an_older_key_still_opens_and_another_installations_does_not(settings: Any) -> None:
    seal, old = vault.sealed(SECRETS), settings.SECRET_KEY
    settings.SECRET_KEY = "a new key"
    assert vault.opened(seal) == {}
    settings.SECRET_KEY_FALLBACKS = [old]
    assert vault.opened(seal) == SECRETS
    assert vault.opened(seal[:-5] + "AAAAA") == {}
