"""The table and the worked examples of docs/algorithms/arabic.md, computed again."""

import re
from pathlib import Path

from rafeeq.lib.arabic import dialects, folding, stemming
from rafeeq.lib.arabic.arabizi import spelled
from rafeeq.lib.arabic.dialects import standard
from rafeeq.lib.arabic.folding import fold
from rafeeq.lib.arabic.words import forms

PAGE = (Path(__file__).parents[3] / "docs/algorithms/arabic.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[tuple[str, str]]:
    """The rows of the table with this heading."""
    table = PAGE.split(f"| {heading} |")[1].split("\n\n")[0].splitlines()[2:]
    return [tuple(cell.strip() for cell in row.strip("| ").split(" | ")) for row in table]  # type: ignore[misc]


def test_the_alphabet_is_the_one_that_is_told() -> None:
    told: dict[int, str] = {}
    for becomes, codes in rows("becomes | of these code points"):
        letter = {"a space": " ", "the digit": "digit"}.get(becomes, "" if becomes.startswith("nothing") else becomes)
        for part in codes.split():
            first, _dash, last = part.partition("–")
            told |= dict.fromkeys(range(int(first, 16), int(last or first, 16) + 1), letter.strip("`") or letter)
    table = {code: chr(code).translate(folding._TABLE) for code in folding._TABLE}
    assert told == {code: "digit" if letter.isdigit() else letter for code, letter in table.items()}


def test_the_worked_examples_come_out() -> None:
    for typed, becomes in rows("typed | folded"):
        assert fold(typed) == becomes
    for word, has in rows("word | its forms"):
        assert " ".join(forms(fold(word))) == has
    for said, meant in rows("said | Standard, folded"):
        assert standard(said) == meant
    for typed, written in rows("typed | spelled"):
        assert spelled(typed) == written


def test_the_numbers_of_lines_are_those_of_the_files() -> None:
    plurals, forms_told = (
        int(found.replace(",", "")) for found in re.findall(r"([\d,]+) (?:plurals of the|words and phrases)", PAGE)
    )
    assert plurals == len(stemming._lists().singular)
    assert forms_told == len(dialects._table().forms)
