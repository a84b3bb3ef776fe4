"""Ten noises of typing: how the same words come from other keyboards and other habits."""

import re
import unicodedata
from collections.abc import Callable

SHAPED = {
    chr(int(parts[1], 16)): chr(code)
    for code in range(0xFE80, 0xFEF5)
    if len(parts := unicodedata.decomposition(chr(code)).split()) == 2
}
# Each must change nothing that is stored or asked.
NOISES: dict[str, Callable[[str], str]] = {
    "no hamza": lambda text: text.translate(str.maketrans("أإآ", "ااا", "ء")),
    "ه for ة": lambda text: text.replace("ة", "ه"),
    "ى for a last ي": lambda text: re.sub(r"ي\b", "ى", text),
    "Persian letters": lambda text: text.translate(str.maketrans("كيه", "کیہ")),
    "tatweel": lambda text: re.sub(r"(\w)(?=\w)", "\\1\u0640", text),
    "marks": lambda text: re.sub(r"([ء-ي])", "\\1\u064e\u0651", text),
    "hidden characters": lambda text: re.sub(r"(\w)(?=\w)", "\\1\u200c", text) + "\u200f",
    "presentation forms": lambda text: "".join(SHAPED.get(letter, letter) for letter in text),
    "elongation": lambda text: re.sub(r"([اوي])\b", r"\1\1\1\1", text),
    "other digits": lambda text: text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
}
