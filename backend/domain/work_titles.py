"""How a work is called in Russian, everywhere the same."""

PROCEDURE_TITLES = {
    "vpr": "ВПР",
    "dr": "Диагностическая работа",
    "oge": "ОГЭ",
    "ege": "ЕГЭ",
    "gve9": "ГВЭ-9",
    "gve11": "ГВЭ-11",
    "kr9": "Контрольная работа, 9 класс",
}
WAVE_TITLES = {
    "spring": "весна",
    "autumn": "осень",
    "main": "основной период",
    "entry": "входная",
    "exit": "итоговая",
}


def work_title(
    *,
    procedure: str,
    year: int,
    wave: str,
    subject: str,
    grade: int,
    programme_grade: int,
    series: str = "",
) -> str:
    """Return «ВПР, математика, 5 класс, осень 2020, программа 4 класса».

    The wave is named where a procedure has more than one in a year; programme and series where they differ.
    """
    when = str(year) if wave in {"main", "spring"} else f"{WAVE_TITLES[wave]} {year}"
    parts = [PROCEDURE_TITLES[procedure], subject[:1].lower() + subject[1:], f"{grade} класс", when]
    if programme_grade != grade:
        parts.append(f"программа {programme_grade} класса")
    if series:
        parts.append(f"серия {series}")
    return ", ".join(parts)
