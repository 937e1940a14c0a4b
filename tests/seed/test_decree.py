"""The 44 rows: the decree's text = the data file = the database, text by text."""

import re
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.seed.sources import plain, read_yaml

DECREE = Path(__file__).parents[1] / "data" / "decree_64_od.txt"
ROADMAP = read_yaml("roadmap_2020_2021.yaml")
HEADINGS = {"№ п/п", "Мероприятие"}


class Row(NamedTuple):
    number: str
    title: str
    term: str
    responsible: str
    result: str


def decree_rows() -> list[Row]:
    """Read the tables of the decree; a row cut by a page break goes on in a line without a term."""
    rows: list[list[str]] = []
    in_project = False
    for line in DECREE.read_text(encoding="utf-8").splitlines():
        in_project = in_project or line.startswith("ПЛАН МЕРОПРИЯТИЙ")
        cells = [cell.strip() for cell in line.split("\t")]
        width = 4 if in_project else 5
        # A line of the last column alone goes on without its tabs.
        if len(cells) != width or cells[0] in HEADINGS or set(cells[0]) == {"-"}:
            continue
        if in_project and not cells[1]:
            rows[-1] = [
                words(f"{old} {more}") for old, more in zip(rows[-1], ["", *cells], strict=True)
            ]
        elif in_project:
            rows.append(["", *cells])
        elif re.fullmatch(r"\d\.\d\.?", cells[0]):
            rows.append(cells)
    found = []
    for cells in rows:
        if cells[0]:
            number, title, term, responsible, result = cells
            found.append(Row(number.strip("."), *map(words, (title, term, responsible, result))))
        else:
            _, title, term, result, responsible = cells
            number = f"500+.{len(found) - 21}"
            found.append(Row(number, *map(words, (title, term, responsible, result))))
    return found


def words(text: str) -> str:
    return " ".join(text.split())


def test_data_file_repeats_the_decree_word_for_word() -> None:
    written = [
        Row(
            row["number"],
            row["title"],
            row["term_source"],
            row["responsible_source"],
            row["result_document"] or row["expected_result"] or "",
        )
        for row in ROADMAP["activities"]
    ]
    assert len(written) == 44
    assert written == decree_rows()


def test_sections_and_titles_stand_in_the_decree() -> None:
    text = words(DECREE.read_text(encoding="utf-8"))
    for section in ROADMAP["sections"][:7]:
        assert f"{section['code']}. {section['title']}" in text
    # The decree names the official in the accusative: «назначить … начальника отдела …».
    assert ROADMAP["source"]["responsible_official"].removeprefix("начальник ") in text
    for school in ROADMAP["project_schools"]:
        assert school in text or school.replace("с. ", "с.") in text


async def test_database_holds_the_source_unchanged(database: AsyncConnection) -> None:
    rows = (
        await database.execute(
            sa.text(
                "select a.number, a.title, a.term_source, a.responsible_source,"
                " a.result_document, a.expected_result, a.recurrence, a.target_set, a.source, s.code as section"
                " from activity a join section s on s.id = a.section_id order by a.position"
            )
        )
    ).mappings()
    stored = [dict(row) for row in rows]
    assert [row["source"] for row in stored] == [plain(row) for row in ROADMAP["activities"]]
    for row, source in zip(stored, ROADMAP["activities"], strict=True):
        assert row["recurrence"] == source["recurrence"]["kind"]
        assert row["target_set"] == source["target_schools"]
        for field in (
            "section",
            "number",
            "title",
            "term_source",
            "responsible_source",
        ):
            assert row[field] == source[field]
        for field in ("result_document", "expected_result"):
            assert row[field] == source[field]


async def test_parties_are_those_of_the_data_file_and_every_word_is_the_acts(
    database: AsyncConnection,
) -> None:
    rows = await database.execute(
        sa.text(
            "select a.number, p.part, p.kind, coalesce(o.code, p.role, s.short_name, p.words), p.words"
            " from activity_party p join activity a on a.id = p.activity_id"
            " left join organisation o on o.id = p.organisation_id left join school s on s.id = p.school_id"
            " order by a.position, p.position"
        )
    )
    stored = [tuple(row) for row in rows]
    called = {
        r.get("roadmap_code", r["code"]): r["code"] for r in read_yaml("parties.yaml")["roles"]
    }
    for row in ROADMAP["activities"]:
        parties = [party[1:] for party in stored if party[0] == row["number"]]
        assert [code for _, kind, code, _ in parties if kind in {"organisation", "role"}] == [
            called.get(code, code) for code in row["responsible"]
        ], row["number"]
        named = [code for _, kind, code, _ in parties if kind == "school"]
        schools = ROADMAP["project_schools"]
        assert named == [s for s in schools if s.split("с. ")[1] in row["responsible_source"]]
        assert parties[0][0] == "responsible", row["number"]
        rest = row["responsible_source"]
        for *_, written in parties:
            assert written in rest, row["number"]
            rest = rest.split(written, 1)[1]
    (person,) = [party for party in stored if party[2] == "person"]
    assert person[::4] == ("500+.14", "Игошин Г.П.")


async def test_every_row_of_the_project_has_a_predicate_and_the_acts_numbers_are_marked_as_such(
    database: AsyncConnection,
) -> None:
    rows = await database.execute(
        sa.text(
            "select a.number, a.expected_result, x.position, x.title, x.quantifier, x.threshold, x.members, x.unit,"
            " x.facts, x.is_explicit from expected_result x join activity a on a.id = x.activity_id"
            " order by a.position, x.position"
        )
    )
    stored = [tuple(row) for row in rows]
    assert {row[0] for row in stored if "+" in row[0]} == {f"500+.{n}" for n in range(1, 23)}
    targets = {row["number"]: row["target_schools"] for row in ROADMAP["activities"]}
    asked = read_yaml("roadmap_counting.yaml")["results"]
    assert [(row[0], *row[2:]) for row in stored] == [
        (
            number,
            position,
            result.get("title", "Школы"),
            result.get("quantifier", "all"),
            result.get("threshold"),
            result.get("members", targets[number]),
            result.get("unit", "member"),
            result["facts"],
            result.get("explicit", False),
        )
        for number, results in asked.items()
        for position, result in enumerate(results, 1)
    ]
    explicit = {row[0] for row in stored if row[-1]}
    assert explicit == {row[0] for row in stored if re.search(r"100\s?%", row[1] or "")}
    assert len(explicit) == 11


async def test_windows_equal_the_data_file(database: AsyncConnection) -> None:
    rows = await database.execute(
        sa.text(
            "select a.number, w.starts_on, w.ends_on, w.is_derived from activity_window w"
            " join activity a on a.id = w.activity_id order by a.position, w.position"
        )
    )
    assert [tuple(row) for row in rows] == [
        (row["number"], window["start"], window["end"], window.get("derived", False))
        for row in ROADMAP["activities"]
        for window in row["windows"]
    ]


async def test_the_superseded_edition_has_no_invented_rows(database: AsyncConnection) -> None:
    rows = await database.execute(
        sa.text(
            "select e.number, e.state, act.number, older.number, count(a.id)"
            " from edition e join act on act.id = e.act_id left join act older on older.id = act.amends_id"
            " left join section s on s.edition_id = e.id left join activity a on a.section_id = s.id"
            " group by e.number, e.state, act.number, older.number order by e.number"
        )
    )
    assert [tuple(row) for row in rows] == [
        (1, "superseded", "199-од", None, 0),
        (2, "in_force", "64-од", "199-од", 44),
    ]


async def test_questions_to_the_author_stand_where_the_text_has_gaps(
    database: AsyncConnection,
) -> None:
    rows = await database.execute(
        sa.text(
            "select a.number, q.short_text from author_question q"
            " join activity a on a.id = q.activity_id order by a.position"
        )
    )
    assert [tuple(row) for row in rows] == [
        ("6.2", "не указан итоговый документ"),
        ("7.1", "не указан итоговый документ"),
        ("500+.5", "нет измеримого результата"),
        ("500+.21", "«итоги первого этапа» в строке с декабрьским сроком"),
    ]
    empty = [
        row["number"]
        for row in ROADMAP["activities"]
        if not (row["result_document"] or row["expected_result"])
    ]
    assert empty == ["6.2", "7.1"]
