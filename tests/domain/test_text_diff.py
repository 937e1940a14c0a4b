"""Differences of texts."""

import time

import pytest

from backend.domain.text_diff import compare_texts


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ("а", "а", ["same"]),
        ("а\nб", "а", ["same", "removed"]),
        ("а", "а\nб", ["same", "added"]),
        ("срок до мая", "срок до июня", ["changed"]),
        ("совсем другое", "план на год", ["removed", "added"]),
        ("лишнее\nсрок до мая", "срок до июня", ["removed", "changed"]),
        ("срок до мая", "новое\nсрок до июня", ["added", "changed"]),
        ("", "", ["same"]),
    ],
)
def test_paragraphs_meet_those_they_are_like(old: str, new: str, kinds: list[str]) -> None:
    assert [p.kind for p in compare_texts(old, new).paragraphs] == kinds


def test_both_texts_can_be_put_together_again_from_the_difference() -> None:
    old = "\n".join(f"мера {n}: срок до {n} мая" for n in range(40))
    new = "\n".join(f"мера {n}: срок до {n + n % 3} мая" for n in range(2, 45))
    paragraphs = compare_texts(old, new).paragraphs
    for kind, number, text in (("removed", "old_number", old), ("added", "new_number", new)):
        lines = [
            "".join(piece.text for piece in p.pieces if piece.kind in {"same", kind})
            for p in paragraphs
            if getattr(p, number) is not None
        ]
        assert "\n".join(lines) == text
        numbers = [getattr(p, number) for p in paragraphs if getattr(p, number) is not None]
        assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("а\n" * 100_000, "а\n" * 99_000 + "б"),
        ("а б " * 100_000, "б а " * 100_000),
        (
            "\n".join("аб"[n % 2] for n in range(9000)),
            "\n".join("аб"[n % 3 % 2] for n in range(9000)),
        ),
        ("\n".join(f"а {n}" for n in range(9000)), "\n".join(f"б {n}" for n in range(9000))),
    ],
)
def test_a_text_made_to_hurt_is_compared_in_bounded_time(old: str, new: str) -> None:
    started = time.process_time()
    compare_texts(old, new)
    assert time.process_time() - started < 10
