"""Whatever colour a company has, its pages can be read."""

from hypothesis import given
from hypothesis import strategies as st

from rafeeq.lib.colour import DARK_GROUND, LIGHT_GROUND, READABLE, WHITE, contrast, dark_palette, light_palette

colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def test_contrast_as_the_standard_has_it() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@given(colours)
def test_every_colour_becomes_readable(colour: str) -> None:
    light, dark = light_palette(colour), dark_palette(colour)
    for text, ground in ((light.accent, LIGHT_GROUND), (light.ink, light.accent), (light.accent, light.soft)):
        assert contrast(text, ground) >= READABLE
    assert contrast(dark.accent, DARK_GROUND) >= READABLE
    assert contrast(dark.ink, dark.accent) >= READABLE
    assert light.ink == WHITE
