"""A sheet of tables as a PDF: a heading, facts, rows; Arabic joined and in its order, mixed lines too.

Shaping and direction are the libraries' work (fpdf2 through uharfbuzz), never ours; here is only where things stand.
It is a program as well (`python -m rafeeq.lib.paper`: JSON in, PDF out; `in_its_own_process` runs it), so that a server
keeps nothing of the typesetter in memory.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fpdf import FPDF

MARGIN, LINE, PAD = 12.0, 4.6, 1.2  # millimetres
TEXT, TITLE = 8, 16  # points
PATIENCE = 60  # seconds for one document
TYPEFACE, WEIGHTS = "fontpkg_ibm_plex_sans_arabic", {"": "Regular", "B": "SemiBold"}
# Marks of direction that lines for a screen carry; on paper each cell has its own.
MARKS = dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
Cells = Sequence[str]


def in_its_own_process(told: Mapping[str, Any]) -> bytes:
    """The PDF of what `render` takes, made beside this process. Raises subprocess.SubprocessError."""
    command = [sys.executable, "-m", "rafeeq.lib.paper"]
    given = json.dumps(told).encode()
    made = subprocess.run(command, input=given, capture_output=True, check=True, timeout=PATIENCE)  # noqa: S603 - ours
    return made.stdout


def render(told: Mapping[str, Any]) -> bytes:
    """The PDF: `rtl`, `title`, and `tables` of `rows` (each a list of cells) with the `shares` of their columns.

    `head`: whether the first row of a table is its head, and stands again on each page.
    """
    sheet = Sheet(rtl=told["rtl"])
    sheet.heading(told["title"])
    for one in told["tables"]:
        sheet.table(one["rows"], one["shares"], head=one["head"])
    return bytes(sheet.pdf.output())


class Sheet:
    """Pages across, filled from the top; columns begin where the language begins."""

    def __init__(self, *, rtl: bool) -> None:
        self.rtl, self.pdf = rtl, _pages()
        self._widths: dict[tuple[str, str], float] = {}
        self._new_page()

    def heading(self, text: str) -> None:
        """The title above everything."""
        self.pdf.set_font(TYPEFACE, "B", TITLE)
        self.pdf.cell(0, 10, text, align="R" if self.rtl else "L", new_x="LMARGIN", new_y="NEXT")

    def table(self, rows: Sequence[Cells], shares: Sequence[float], *, head: bool) -> None:
        """Rows under each other; one that does not fit any more begins the next page, under the head again."""
        columns = [self.pdf.epw * share / sum(shares) for share in shares]
        self.pdf.ln(3)
        for place, row in enumerate(rows):
            is_head = head and place == 0
            lines = self._lines(row, columns, "B" if is_head else "")
            if self.pdf.get_y() + _height(lines) > self.pdf.h - MARGIN - LINE:
                self._new_page()
                if head and not is_head:
                    self._draw(self._lines(rows[0], columns, "B"), columns)
                    self._lines(row, columns, "")  # the font of this row again
            self._draw(lines, columns)

    def _new_page(self) -> None:
        self.pdf.add_page()
        self.pdf.set_font(TYPEFACE, "", TEXT)
        self.pdf.set_y(-MARGIN)
        self.pdf.cell(0, LINE, f"{self.pdf.page_no()} / {{nb}}", align="C")
        self.pdf.set_y(MARGIN)

    def _lines(self, row: Cells, columns: Sequence[float], style: str) -> list[list[str]]:
        """Each cell's lines, in the font of this style."""
        self.pdf.set_font(TYPEFACE, style, TEXT)
        return [self._wrapped(cell, width - 2 * PAD, style) for cell, width in zip(row, columns, strict=True)]

    def _wrapped(self, text: str, room: float, style: str) -> list[str]:
        lines: list[list[str]] = [[]]
        used, space = 0.0, self._width(" ", style)
        for word in (piece for whole in text.translate(MARKS).split() for piece in self._pieces(whole, room, style)):
            width = self._width(word, style)
            if lines[-1] and used + space + width > room:
                lines.append([])
                used = 0.0
            used += width + (space if lines[-1] else 0)
            lines[-1].append(word)
        return [" ".join(words) for words in lines]

    def _pieces(self, word: str, room: float, style: str) -> list[str]:
        """The word, cut where it is wider than its column."""
        if len(word) < 2 or self._width(word, style) <= room:
            return [word]
        most = max(1, int(len(word) * room / self._width(word, style)))
        return [word[:most], *self._pieces(word[most:], room, style)]

    def _width(self, word: str, style: str) -> float:
        if (word, style) not in self._widths:
            self._widths[word, style] = self.pdf.get_string_width(word)
        return self._widths[word, style]

    def _draw(self, lines: Sequence[Sequence[str]], columns: Sequence[float]) -> None:
        pdf, top = self.pdf, self.pdf.get_y()
        at = pdf.w - MARGIN if self.rtl else MARGIN
        for of_cell, width in zip(lines, columns, strict=True):
            at -= width if self.rtl else 0
            for place, line in enumerate(of_cell):
                pdf.set_xy(at + PAD - pdf.c_margin, top + PAD + place * LINE)
                pdf.cell(width - 2 * (PAD - pdf.c_margin), LINE, line, align="R" if self.rtl else "L")
            at += 0 if self.rtl else width
        bottom = top + _height(lines)
        pdf.line(MARGIN, bottom, pdf.w - MARGIN, bottom)
        pdf.set_xy(MARGIN, bottom)


def _height(lines: Sequence[Sequence[str]]) -> float:
    return max(map(len, lines)) * LINE + 2 * PAD


def _pages() -> "FPDF":
    from fpdf import FPDF  # only where a sheet is made

    pdf = FPDF(orientation="landscape", format="A4")
    pdf.set_margin(MARGIN)
    pdf.set_auto_page_break(False)
    pdf.set_draw_color(190)
    for style, weight in WEIGHTS.items():
        with resources.as_file(resources.files(TYPEFACE) / "files" / f"IBMPlexSansArabic-{weight}.ttf") as path:
            pdf.add_font(TYPEFACE, style, path)
    pdf.set_text_shaping(True)
    return pdf


if __name__ == "__main__":
    sys.stdout.buffer.write(render(json.load(sys.stdin)))
