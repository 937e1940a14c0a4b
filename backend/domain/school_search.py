"""How a school is found by what people type: without the words every name begins with, ё, case, leading zeros."""

import re

# Words in which names of schools do not differ; a search by one of them alone still works as it stands.
_COMMON = frozenset(
    [
        "гбоу",
        "мбоу",
        "мкоу",
        "маоу",
        "гкоу",
        "чоу",
        "сош",
        "оош",
        "нош",
        "ош",
        "школа",
        "школы",
        "лицей",
        "гимназия",
        "средняя",
        "основная",
        "общеобразовательная",
        "с",
        "село",
        "п",
        "пос",
        "поселок",
        "пгт",
        "д",
        "дер",
        "деревня",
        "г",
        "город",
        "ст",
        "станица",
        "им",
        "имени",
    ]
)
_LOOKALIKES = str.maketrans("abcehkmoptxy", "авсенкмортху")
_KEYBOARD = str.maketrans(
    "qwertyuiop[]{}asdfghjkl;':\"zxcvbnm,.<>`~", "йцукенгшщзхъхъфывапролджэжэячсмитьбюбюее"
)
_LATIN = re.compile(r"[a-z\[\]{};:'\",.<>`~\s\d-]*")
SIGNS = "«»„“”\"'().,-–—№"
"""Names do not differ in these; every other sign is looked for as it stands."""
_NO_SIGNS = str.maketrans(SIGNS, " " * len(SIGNS))
_CYRILLIC = re.compile("[а-я]")
_CODE = re.compile(r"ш?0*(\d+)")


def folded(text: str) -> str:
    """Return a text as it is compared: lower case, ё as е, no punctuation. The same is done in SQL (schools/queries)."""
    return " ".join(text.lower().replace("ё", "е").translate(_NO_SIGNS).split())


def search_words(typed: str) -> list[str]:
    """Return the words a name must hold, each anywhere in it; [] = nothing to look for.

    Common words are dropped unless there is nothing else; a Latin «о» inside a Cyrillic word is read as Cyrillic.
    """
    words = [
        word.translate(_LOOKALIKES) if _CYRILLIC.search(word) else word
        for word in folded(typed).split()
    ]
    telling = [word for word in words if word not in _COMMON]
    return telling or words


def code_tail(typed: str) -> str | None:
    """Return the digits of a code without leading zeros and our «Ш»; None when it is no code."""
    plain = folded(typed).replace(" ", "")
    found = _CODE.fullmatch(plain)
    return found[1] if found else None


def other_layout(typed: str) -> str | None:
    """Return what was meant when Russian was typed with the Latin keyboard on; None when it was not."""
    low = typed.lower()
    if not _LATIN.fullmatch(low) or not re.search("[a-z]", low):
        return None
    return low.translate(_KEYBOARD)
