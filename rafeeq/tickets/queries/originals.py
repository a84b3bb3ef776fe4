"""Which messages still lie here as they came. Raw mail is kept by the channels, above, who say so at the start."""

from collections.abc import Callable, Mapping, Sequence

Source = Callable[[Sequence[int]], Mapping[int, bool]]


def _nobody(messages: Sequence[int]) -> Mapping[int, bool]:
    return {}


_source: Source = _nobody


def come_from(source: Source) -> None:
    """Name who keeps the raw mail."""
    global _source  # noqa: PLW0603 - there is one installation
    _source = source


def originals(messages: Sequence[int]) -> Mapping[int, bool]:
    """Of these messages, those that came as raw mail: whether it is kept still, or was let go."""
    return _source(messages) if messages else {}
