"""What all commands share: a parser that says in one line what is wrong, and a way to refuse."""

import argparse
import os
import sys
from typing import NoReturn


class Refusal(Exception):
    """The command cannot do what is asked: `str()` is the sentence for the person, `code` the exit code."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaint is one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and end with 2."""
        say_wrong(f"{self.prog}: {message}")
        sys.exit(2)


Commands = argparse._SubParsersAction  # the type has no public name


def say_wrong(sentence: str) -> None:
    """One line on standard error, whatever the sentence holds."""
    print(" ".join(sentence.split()), file=sys.stderr, flush=True)


def read_text() -> str:
    """Standard input as UTF-8 whatever the locale; raises Refusal with 2 when it is not."""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal("Standard input is not UTF-8 text", 2) from None


def start_django() -> None:
    """Load the product and speak the installation's language."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rafeeq.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.utils import translation

    translation.activate(settings.LANGUAGE_CODE)
