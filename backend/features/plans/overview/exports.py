"""The screen as a workbook: the rows and schools that are shown, in their order, and a sheet that says what they are."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.clock import SAMARA
from backend.core.file_replies import OutgoingFile
from backend.core.table_book import Line, Sheet, parameters, table_book
from backend.domain.window_status import StatusKind
from backend.domain.wording import short_date
from backend.features.plans.overview.control import get_control
from backend.features.plans.overview.matrix import get_matrix
from backend.features.plans.overview.schemas import ControlOut, ExportIn, MatrixOut
from backend.features.plans.queries import own_school
from backend.features.plans.rows import read_rows
from backend.features.plans.schemas import ActivityOut, FigureOut

_TITLES = {"table": "Дорожная карта", "matrix": "Школы и строки", "control": "Контроль исполнения"}


async def export_plan(
    session: AsyncSession, caller: Caller, edition_id: UUID, asked: ExportIn, *, now: datetime
) -> OutgoingFile:
    """Return the asked view as XLSX; figures come from the same reads as the screen. Raises `NotFound`."""
    moment = now.astimezone(SAMARA)
    today = moment.date()
    if asked.view == "matrix":
        matrix = await get_matrix(session, edition_id, today)
        title, sheets = matrix.plan_title, [_matrix(matrix, asked)]
    elif asked.view == "control":
        control = await get_control(session, edition_id, today=today, since=asked.since)
        title, sheets = control.plan_title, _control(control)
    else:
        rows = await read_rows(
            session, edition_id=edition_id, today=today, school_id=own_school(caller)
        )
        by_id = {row.id: row for row in rows.activities}
        chosen = [by_id[key] for key in asked.activity_ids if key in by_id]
        title = rows.head["plan_title"]
        sheets = [_table(chosen, {key: code for key, (code, _) in rows.section_of.items()})]
    about = parameters(
        [
            ("План", title),
            ("Вид", _TITLES[asked.view]),
            ("Условия отбора", asked.conditions or "без отбора"),
            ("Строк", len(sheets[0].lines)),
        ],
        now=now,
        who=caller.name,
    )
    return await table_book(_TITLES[asked.view], [*sheets, about], now=now)


def _table(rows: Sequence[ActivityOut], section_of: dict[UUID, str]) -> Sheet:
    return Sheet.of(
        "План",
        ("Раздел", "№", "Мероприятие", "Срок, как в распоряжении", "Ответственные", "Итоговый документ",
         "Ожидаемый результат", "Исполнение", "Выполнено", "Всего", "На срок", "Вопросы автору"),
        (8, 9, 60, 22, 34, 30, 34, 34, 11, 9, 16, 34),
        [
            (section_of[row.id], row.number, row.title, row.term_source, row.responsible_source,
             row.result_document, row.expected_result, "; ".join(w.status.text for w in row.windows) or row.status.text,
             row.figure.met if row.figure else None, row.figure.total if row.figure else None,
             _at_due(row.figure), "; ".join(q.short_text for q in row.questions) or None)
            for row in rows
        ],
    )  # fmt: skip


def _at_due(figure: FigureOut | None) -> str | None:
    if figure is None or figure.due_on is None or figure.met_at_due is None:
        return None
    return f"{figure.met_at_due} из {figure.total_at_due} на {short_date(figure.due_on)}"


def _matrix(matrix: MatrixOut, asked: ExportIn) -> Sheet:
    place = {column.activity_id: number for number, column in enumerate(matrix.columns)}
    chosen = [key for key in asked.activity_ids if key in place]
    schools = {row.school_id: row for row in matrix.rows}
    shown = [schools[key] for key in asked.school_ids if key in schools]
    columns = [matrix.columns[place[key]] for key in chosen]
    lines: list[Line] = []
    for row in shown:
        # Counted over the rows that are shown, as on the screen.
        looks = [matrix.looks[c] if (c := row.cells[place[key]]) >= 0 else None for key in chosen]
        done = sum(look is not None and look.kind == StatusKind.OK for look in looks)
        words = [look.text if look else None for look in looks]
        lines.append((row.school_name, *words, done, sum(look is not None for look in looks)))
    return Sheet.of(
        "Школы и строки",
        ("Школа", *(f"{c.number} {c.title}" for c in columns), "Выполнено строк", "Из строк"),
        (44, *(18 for _ in columns), 11, 9),
        lines,
    )


def _control(control: ControlOut) -> list[Sheet]:
    kinds = (("late", "Просрочено"), ("due", "Скоро срок"), ("run", "В работе"),
             ("idle", "Ещё не срок"), ("ok", "Принято"))  # fmt: skip
    return [
        Sheet.of(
            "Разделы",
            ("Раздел", "Название", "Строк", *(title for _, title in kinds)),
            (9, 70, 8, 12, 12, 12, 12, 12),
            [
                (s.code, s.title, s.rows, *(s.counts.get(kind, 0) for kind, _ in kinds))
                for s in control.sections
            ],
        ),
        Sheet.of(
            "Просрочено",
            ("№", "Мероприятие", "Срок", "Дней", "Ответственные", "Чего ждёт"),
            (9, 70, 12, 8, 40, 34),
            [
                (o.number, o.title, short_date(o.ends_on), o.days, "; ".join(o.owners), o.waits_for)
                for o in control.overdue
            ],
        ),
        Sheet.of(
            f"Изменения с {short_date(control.since)}",
            ("Когда", "№", "Школа", "Что", "Кто"),
            (18, 9, 40, 70, 34),
            [
                (
                    f"{c.at.astimezone(SAMARA):%d.%m.%Y %H:%M}",
                    c.number,
                    c.school_name,
                    c.text,
                    c.who,
                )
                for c in control.changes
            ],
        ),
    ]
