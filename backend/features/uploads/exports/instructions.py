"""The sheet «Как заполнять» of the template, in words for the school."""

from typing import NamedTuple

from backend.features.uploads.exports.template_queries import TemplateFacts


class Line(NamedTuple):
    """A line of two cells; a heading is bold."""

    what: str
    words: str
    is_head: bool = False


def how_to_fill(facts: TemplateFacts, sheet: str) -> list[Line]:
    """Return what a person has to know before filling the template in."""
    lines = [
        Line(
            f"Лист «{sheet}»",
            "Одна строка — один участник. Шапку и строку с названием работы не меняйте.",
            is_head=True,
        ),
        Line("Имена", "Фамилии, имена, СНИЛС и документы не вносите: участник — это код из цифр."),
        Line("Школа", _school(facts)),
        Line("Код участника", "Только цифры. Столбец хранит текст: нули в начале не теряются."),
        Line("Класс", "Число и буква, например 5А. Можно оставить пустым."),
        Line("Вариант", "Номер варианта, как на бланке. Можно оставить пустым."),
        *_tasks(facts),
    ]
    if facts.procedure == "ege":
        lines.append(Line("Тестовый балл", "Целое число от 0 до 100."))
    if facts.procedure != "ege" or facts.subject_code == "math_base":
        mark = "2, 3, 4 или 5. Если участника не было, выберите «не присутствовал», баллы оставьте пустыми."
        lines.append(Line("Отметка", mark))
    if facts.procedure == "vpr":
        lines.append(
            Line("Отметка по журналу", "2, 3, 4 или 5 за предыдущий период. Можно оставить пустым.")
        )
    return [
        *lines,
        Line("Дата работы", "Над таблицей, в виде ДД.ММ.ГГГГ, например 23.09.2020. Можно оставить пустым."),
        Line("Другая работа", "Для другого предмета или класса скачайте другой шаблон: работа записана в первой строке."),
        Line("Дальше", "Сохраните книгу и загрузите её на странице «Загрузки»: система покажет каждую ошибку по ячейкам."),
    ]  # fmt: skip


def _school(facts: TemplateFacts) -> str:
    words = "Логин школы в ФИС ОКО (edu…) или код школы. Выберите из списка"
    if len(facts.schools) > 1:
        words += "; какой код чей, сказано на листе «Школы»"
    if facts.is_list_cut:
        words += f". В списке первые {len(facts.schools)} школ, код другой школы впишите сами"
    return f"{words}."


def _tasks(facts: TemplateFacts) -> list[Line]:
    if facts.tasks:
        total = sum(task.maximum for task in facts.tasks)
        words = (
            "Балл за задание; в скобках его максимум. Не приступал — Х. Первичный балл посчитает система"
            f" (всего {total}). Задания взяты так: {facts.tasks_from}."
        )
        return [Line("Задания", words)]
    words = (
        "Заданий этой работы система ещё не знает: жёлтые столбцы — пример. Назовите их по своей работе"
        " («номер (максимум б)»), добавьте недостающие или удалите все, если баллов по заданиям нет."
    )
    return [
        Line("Задания", words),
        Line("Первичный балл", "Сумма баллов за задания, целое число."),
    ]
