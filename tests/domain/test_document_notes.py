"""Notes on texts of documents."""

import pytest

from backend.domain.document_notes import NotedDocument, note_document

GOOD = "Цель: рост\nМероприятия: курсы, срок до 30.04.2021, ответственный: завуч"


def codes(text: str | None = GOOD, state: str = "read", name: str = "Концепция.docx") -> set[str]:
    noted = NotedDocument(
        text=text,
        text_state=state,
        kind_title="Концепция развития",
        headings=["цель"],
        cycle=2021,
        file_name=name,
        other_titles=["Локальный акт", "Антирисковая программа"],
    )
    return {note.code for note in note_document(noted)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GOOD, set()),
        (GOOD.replace("Цель", "Намерение"), {"missing_heading"}),
        (GOOD.replace("30.04.2021", "конца"), {"no_dates"}),
        (GOOD.replace("ответственный", "ведёт"), {"no_responsible"}),
        (GOOD + "\nДобьёмся 100 %", {"unmeasured_whole"}),
        (GOOD + "\nДобьёмся 100\u00a0%", {"unmeasured_whole"}),
        (GOOD + "\nДоля сдавших 100%", set()),
        (GOOD + "\nСрок до 01.09.2019", {"past_term"}),
        (GOOD + "\nПриказ от 01.09.2019", set()),
        (GOOD + "\nИванов Пётр 5 «А»\nПетрова Анна 5А\nСидоров Олег, 7 класс", {"pupils_named"}),
        (GOOD + "\nИванов Пётр, учитель\nПетрова Анна, завуч\nСидоров Олег, 7 лет стажа", set()),
    ],
)
def test_each_rule_speaks_where_it_should_and_is_silent_elsewhere(
    text: str, expected: set[str]
) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("empty", {"no_text"}),
        ("unreadable", {"unreadable"}),
        ("pending", set()),
        ("not_text", set()),
    ],
)
def test_a_document_without_a_text_is_said_to_be_one(state: str, expected: set[str]) -> None:
    assert codes(None, state) == expected


@pytest.mark.parametrize(
    ("name", "is_noted"),
    [
        ("Концепция.docx", False),
        ("файл.docx", False),
        ("локальный акт.docx", True),
        ("АНТИРИСКОВАЯ.docx", True),
        ("Концепция и антирисковая.docx", False),
    ],
)
def test_a_file_named_as_another_kind_is_noticed(name: str, *, is_noted: bool) -> None:
    assert ("other_kind" in codes(name=name)) == is_noted


def test_serious_notes_come_first_and_places_are_told() -> None:
    noted = NotedDocument(
        GOOD + "\nДобьёмся 100 %", "read", "Концепция", ["показател"], 2021, "x", []
    )
    notes = note_document(noted)
    assert [n.severity for n in notes] == ["serious", "advice"]
    assert notes[1].place == "абзац 3: «Добьёмся 100 %»"
