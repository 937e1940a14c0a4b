import pytest

from backend.domain.scores.text import NotText, read_text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x00\x01\x02\x03" * 500, "не похож"),
        (b"\xff\xfeA", "не похож"),
        ("ОО;" + "я" * 40_000, "больше 32767 знаков"),
        (";" * 500, "столбцов"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes | str, words: str) -> None:
    with pytest.raises(NotText, match=words):
        read_text(content.encode() if isinstance(content, str) else content)
