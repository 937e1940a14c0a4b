"""What a planted defect is."""

from typing import NamedTuple


class Planted(NamedTuple):
    """Statements that spoil the clean case; `object` and `also` name what is found then («md5», «verdict»: one object, its id is computed)."""

    object: str
    statements: tuple[str, ...]
    also: tuple[str, ...] = ()


def plant(about: str, *statements: str, also: tuple[str, ...] = ()) -> Planted:
    """Return a defect about a named object."""
    return Planted(about, statements, also)
