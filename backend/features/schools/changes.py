"""What has changed about a school since its reader looked last, in sentences, from the log of changes."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import NotFound
from backend.features.schools.dossier_schemas import SchoolChangeOut, SchoolChangesOut
from backend.tables import SchoolLook

_SHOWN = 50
_FIRST_LOOK = timedelta(days=7)
_SAME_SITTING = timedelta(minutes=30)
"""Looks within half an hour of the first are one sitting: what it showed is shown to its end, on any device."""
_WORDS = {
    "school": "Паспорт школы",
    "school_class": "Контингент по классам",
    "reorganisation": "Реорганизация",
    "low_results_status": "Признак НОР",
    "project_member": "Участие в проекте",
    "assignment": "Куратор или наставник",
    "conflict_declaration": "Конфликт интересов",
    "risk_assessment": "Оценки факторов риска",
    "risk_profile": "Рисковый профиль",
    "risk_verdict": "Решения по факторам риска",
    "visit": "Визит",
    "visit_entry": "Записи визита",
    "visit_finding": "Замечания визита",
    "visit_file": "Файлы визита",
    "action_point": "Договорённость",
    "action_point_check": "Договорённость на визите",
    "school_document": "Документ",
    "document_version": "Версия документа",
    "document_review": "Проверка документа",
    "document_remark": "Замечания к документу",
    "risk_programme": "Антирисковая программа",
    "programme_measure": "Мера программы",
    "evidence": "Подтверждение",
    "occurrence": "Исполнение строки плана",
    "reschedule": "Перенос срока",
    "period_lock": "Закрытый период",
    "protocol": "Результаты",
    "upload": "Загрузка результатов",
    "role_grant": "Доступ к школе",
    "person": "Сотрудник школы",
    "activity_party": "Исполнители строки плана",
    "quality_dismissal": "Качество данных",
    "identification_line": "Расчёт перечня ОО с НОР",
    "identification_decision": "Решение о перечне ОО с НОР",
    "identification_appeal": "Возражение против расчёта",
    "signal_verdict": "Решение по сигналу объективности",
    "signal_comment": "Пояснение школы к сигналу",
    "marked_school": "Список школ ФИОКО",
    "school_target": "Цель школы",
    "target_link": "Чем достигается цель",
}
_VERBS = {"insert": "добавлено", "update": "изменено", "delete": "удалено"}
# Histories of the things above would say the same twice; who looked when is nobody else's business.
_SILENT = (
    "occurrence_step", "risk_profile_step", "visit_step", "action_point_step", "document_step", "programme_step",
    "target_step", "accompaniment", "school_look", "upload_difference", "upload_mapping", "change",
)  # fmt: skip
_CHANGES = text(
    """
    select c.at, c.table_name, c.operation,
        coalesce(p.full_name, m.name, case when c.person_id is null and c.client_id is null then 'система' end) as who, count(*) as count, count(*) over () as groups,
        case when count(*) = 1 then max(coalesce(d.title, v.purpose, f.name, a.text, k.title, g.full_name)) end as name
    from change c
    left join person p on p.id = c.person_id
    left join machine_client m on m.id = c.client_id
    left join school_document d on c.table_name = 'school_document' and d.id = c.entity_id
    left join visit v on c.table_name = 'visit' and v.id = c.entity_id
    left join risk_programme r on c.table_name = 'risk_programme' and r.id = c.entity_id
    left join risk_factor f on f.id = r.factor_id
    left join action_point a on c.table_name = 'action_point' and a.id = c.entity_id
    left join evidence e on c.table_name = 'evidence' and e.id = c.entity_id
    left join fact_kind k on k.id = e.fact_kind_id
    left join assignment s on c.table_name = 'assignment' and s.id = c.entity_id
    left join person g on g.id = s.person_id
    where c.school_id = :school and c.at > :since and c.table_name <> all (:silent)
        and c.person_id is distinct from :me
    group by c.at, c.table_name, c.operation, who
    order by c.at desc, c.table_name, c.operation limit :shown
    """
)
_LOOKED = text(
    "select looked_at, previous_at from school_look where person_id = :me and school_id = :school"
)
_SCHOOL = text("select id from school where id = :school")


async def list_changes(
    session: AsyncSession, caller: Caller, school_id: UUID, *, since: datetime | None, now: datetime
) -> SchoolChangesOut:
    """Return what others have changed since the last look (or a moment), the newest first; raises `NotFound`."""
    values = {"school": school_id, "me": caller.person_id}
    if await session.scalar(_SCHOOL, {"school": school_id}) is None:
        raise NotFound("Такой школы нет или она вам не видна.")
    sitting = (await session.execute(_LOOKED, values)).first()
    began, looked_at = now, None
    if sitting is not None and sitting.looked_at >= now - _SAME_SITTING:
        began, looked_at = sitting
    elif sitting is not None:
        looked_at = sitting.looked_at
    start = since or looked_at or began - _FIRST_LOOK
    asked = values | {"since": start, "silent": list(_SILENT), "shown": _SHOWN}
    rows = (await session.execute(_CHANGES, asked)).mappings().all()
    return SchoolChangesOut(
        since=start,
        looked_at=looked_at,
        items=[
            SchoolChangeOut(
                at=row["at"],
                text=_sentence(row["table_name"], row["operation"], row["name"]),
                who=row["who"],
                count=row["count"],
            )
            for row in rows
        ],
        more=rows[0]["groups"] - len(rows) if rows else 0,
    )


async def look(session: AsyncSession, caller: Caller, school_id: UUID, *, now: datetime) -> None:
    """Remember that the caller has seen the school; a new sitting keeps the moment of the one before."""
    if await session.scalar(_SCHOOL, {"school": school_id}) is None:
        raise NotFound("Такой школы нет или она вам не видна.")
    if caller.person_id is None:
        return
    new = upsert(SchoolLook).values(person_id=caller.person_id, school_id=school_id, looked_at=now)
    await session.execute(
        new.on_conflict_do_update(
            index_elements=["person_id", "school_id"],
            set_={"looked_at": now, "previous_at": SchoolLook.looked_at},
            where=SchoolLook.looked_at < now - _SAME_SITTING,
        )
    )


def _sentence(table: str, operation: str, name: str | None) -> str:
    words = _WORDS.get(table, "Другие сведения")
    return f"{words}{f' «{name}»' if name else ''}: {_VERBS[operation]}"
