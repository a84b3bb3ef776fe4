"""One colour made into the few that a page needs, each readable where it stands (WCAG 2.2: contrast 4.5 : 1)."""

from dataclasses import dataclass

READABLE = 4.5
WHITE, BLACK = "#ffffff", "#000000"
LIGHT_GROUND, DARK_GROUND = "#f6f4ef", "#1b2124"  # --paper in light, --surface in dark: the harder of each pair


@dataclass(frozen=True, slots=True)
class Palette:
    """The values of one theme for `--accent`, `--accent-strong`, `--accent-soft` and `--accent-ink`."""

    accent: str
    strong: str
    soft: str
    ink: str


def contrast(one: str, other: str) -> float:
    """The contrast of two colours `#rrggbb`, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def is_readable_on_light(colour: str) -> bool:
    """Whether text in this colour can be read on our light grounds, and white text on it."""
    return contrast(colour, LIGHT_GROUND) >= READABLE


def darkened(colour: str) -> str:
    """The nearest darker colour that can be read on light: what to offer instead."""
    return next(
        mixed(colour, BLACK, step / 100)
        for step in range(101)
        if is_readable_on_light(mixed(colour, BLACK, step / 100))
    )


def light_palette(colour: str) -> Palette:
    """For the light theme; `colour` is made darker where it could not be read."""
    accent = darkened(colour)
    soft = next(
        ground
        for share in (0.88, 0.92, 0.96, 1.0)
        if contrast(accent, ground := mixed(accent, WHITE, share)) >= READABLE
    )
    return Palette(accent, mixed(accent, BLACK, 0.25), soft, WHITE)


def dark_palette(colour: str) -> Palette:
    """For the dark theme: as much lighter as it must be."""
    soft = mixed(colour, DARK_GROUND, 0.78)
    accent = next(
        lighter
        for step in range(101)
        if min(contrast(lighter := mixed(colour, WHITE, step / 100), ground) for ground in (DARK_GROUND, soft))
        >= READABLE
        or step == 100
    )
    ink = max(("#0b1512", WHITE), key=lambda ground: contrast(accent, ground))
    return Palette(accent, mixed(accent, WHITE, 0.25), soft, ink)


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with this share (0 to 1) of the other one."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def _parts(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in _parts(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
