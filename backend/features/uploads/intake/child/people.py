"""Who each row is about: a code of digits, or a key made of names and documents that never leave this process."""

import re

import numpy as np
import polars as pl

from backend.domain.scores.cells import clean, participant_code
from backend.domain.scores.header import Shape
from backend.domain.scores.personal import is_snils
from backend.domain.scores.profile import PERSON_FIELDS

NOBODY = -1
_SHORTEST_SNILS, _LONGEST_SNILS = 10**9, 10**11 - 1
_LARGEST = 999_999_999_999
_KEY_BIT = 1 << 62
_LETTERS = re.compile("[^А-ЯA-Z]+")
_NAMES = ("surname", "name", "patronymic", "full_name")
_DOCUMENTS = ("document", "document_series", "document_number")


def has_person_key(shape: Shape) -> bool:
    """Return whether the columns are enough for a key: a name and a document."""
    has_name = "surname" in shape.places or "full_name" in shape.places
    return has_name and any(f.startswith("document") for f in shape.places if f in PERSON_FIELDS)


def codes(column: pl.Series, *, with_keys: bool = False) -> np.ndarray:
    """Return codes of digits, −1 where the cell holds none; leading zeros carry no meaning.

    `with_keys` takes what `person_keys` once made, too.
    """
    numbers = column.cast(pl.Int64, strict=False)
    values: np.ndarray = numbers.fill_null(NOBODY).to_numpy()
    odd = (values <= 0) | ((values > _LARGEST) & ~(with_keys & (values >= _KEY_BIT)))
    # «+5» and «-0» are numbers for the cast and no codes for us.
    odd |= column.str.starts_with("+").fill_null(value=False).to_numpy()
    places = np.flatnonzero(odd)
    if len(places):
        values = values.copy()
        texts = column.gather(places).to_list()
        values[places] = [_code(text) for text in texts]
    return values


def documents_among(codes: np.ndarray) -> np.ndarray:
    """Return places of codes that are a СНИЛС where most of the codes are shorter: such a code is not kept."""
    long = (codes >= _SHORTEST_SNILS) & (codes <= _LONGEST_SNILS)
    places = np.flatnonzero(long)
    if not len(places) or len(places) > len(codes) / 2:
        return places[:0]
    found = [place for place in places.tolist() if is_snils(f"{codes[place]:011}")]
    return np.array(found, np.int64)


def _code(text: str | None) -> int:
    found = participant_code(clean(text)) if text else None
    return int(found) if found else NOBODY


def person_keys(
    frame: pl.DataFrame, shape: Shape, *, secret: bytes, contexts: list[str]
) -> np.ndarray:
    """Return a key for every row from its names and document, −1 where one of them is missing.

    `contexts`: school, procedure and year of each row, so that keys of two works cannot be joined by chance.
    """
    import hmac

    columns = {
        field: frame[f"c{place}"].to_list()
        for field, place in shape.places.items()
        if field in PERSON_FIELDS
    }
    names = [columns[field] for field in _NAMES if field in columns]
    documents = [columns[field] for field in _DOCUMENTS if field in columns]
    found = np.full(len(frame), NOBODY, np.int64)
    for place, context in enumerate(contexts):
        name = " ".join(filter(None, (_normal_name(texts[place]) for texts in names)))
        digits = "".join(c for texts in documents for c in texts[place] or "" if c.isdigit())
        if name and digits and context:
            message = f"{context}|{name}|{digits}".encode()
            key = hmac.digest(secret, message, "sha256")[:8]
            found[place] = int.from_bytes(key, "big") >> 2 | _KEY_BIT
    return found


def _normal_name(text: str | None) -> str:
    return _LETTERS.sub(" ", clean(text).upper().replace("Ё", "Е")).strip() if text else ""


def is_somebody(frame: pl.DataFrame, shape: Shape) -> np.ndarray:
    """Return the rows in which at least one cell of a person stands."""
    fields = [f for f in shape.places if f in PERSON_FIELDS or f == "participant"]
    filled = np.zeros(len(frame), bool)
    for field in fields:
        column = frame[f"c{shape.places[field]}"]
        # The header may stand here again.
        header = shape.header.texts[shape.places[field]]
        filled |= (column != header).fill_null(value=False).to_numpy()
    return filled
