"""The data file against the cited tables (domain.md 4.5, 5.2–5.4): typed here a second time, by hand."""

import itertools

import yaml

from backend.domain.scales import Scale as Bands
from backend.domain.scales import expected_marks
from backend.features.assessments.reference import DATA
from backend.features.assessments.scale_file import ScaleEntry, scale_entries


def read(name: str) -> object:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


ENTRIES = scale_entries(read("assessment_scales.yaml"))  # type: ignore[arg-type]


def entry(
    kind: str, procedure: str, subject: str, grade: int, year: int, series: str = ""
) -> ScaleEntry:
    """The newest that holds in the year, as the look-up of the database picks it."""
    found = [
        e
        for e in ENTRIES
        if (e.kind, e.procedure, e.subject, e.programme_grade, e.series)
        == (kind, procedure, subject, grade, series)
        and e.year_from <= year <= e.year_to
    ]
    return max(found, key=lambda e: e.year_from)


def marks(procedure: str, subject: str, grade: int, year: int, series: str = "") -> str:
    e = entry("marks", procedure, subject, grade, year, series)
    return f"{e.min_3}/{e.min_4}/{e.min_5}; {e.max_primary}"


# domain.md 4.5
VPR = """
russian          4 14/24/33; 38 | 5 18/29/39; 45 | 6 25/35/45; 51 | 7 22/32/42; 47 | 8 26/32/45; 51
math             4 6/10/15; 20 | 5 7/11/15; 20 | 6 6/10/14; 16 | 7 7/12/16; 19 | 8 8/15/21; 25
world_around     4 8/18/27; 32
history          5 4/8/12; 15 | 6 6/11/16; 20 | 7 7/13/19; 25 | 8 7/12/18; 24 | 11 7/13/18; 21
biology          5 12/18/24; 29 | 6 12/18/24; 28 | 7 10/17/23; 28 | 8 13/21/29; 35 | 11 11/18/25; 32
geography        6 10/22/31; 37 | 7 11/26/33; 37 | 8 13/27/35; 40 | 10 7/13/18; 21 | 11 7/13/18; 21
social_studies   6 9/15/20; 23 | 7 10/16/21; 23 | 8 11/17/22; 25
physics          7 5/8/11; 18 | 8 5/8/11; 18 | 11 9/16/21; 26
chemistry        8 10/19/28; 36 | 11 11/20/28; 33
foreign_language 7 13/21/27; 30 | 11 11/18/25; 32
"""
# domain.md 5.2, bands as printed; then the minimum for a class of the profile
OGE_2024 = """
russian 0–14 15–22 23–28 29–33 26
math 0–7 8–14 15–21 22–31 18
physics 0–10 11–22 23–34 35–45 31
chemistry 0–9 10–20 21–30 31–40 27
biology 0–12 13–25 26–37 38–48 34
geography 0–11 12–18 19–25 26–31 23
social_studies 0–13 14–23 24–31 32–37 29
history 0–10 11–20 21–29 30–37 26
literature 0–15 16–23 24–31 32–37 27
informatics 0–4 5–10 11–15 16–19 14
foreign_language 0–28 29–45 46–57 58–68 55
"""
# domain.md 5.3
GVE9 = """
russian - 0–4/5–10/11–14/15–17
math 100 0–3/4–6/7–9/10–14
math 200 0–3/4–6/7–9/10–12
math 300 0–2/3–5/6–8/9–10
physics - 0–6/7–12/13–18/19–23
chemistry - 0–6/7–10/11–14/15–17
biology - 0–8/9–17/18–27/28–37
geography - 0–5/6–10/11–15/16–19
social_studies - 0–6/7–12/13–18/19–23
history - 0–6/7–12/13–18/19–24
literature - 0–4/5–11/12–19/20–24
foreign_language 100 0–10/11–18/19–26/27–34
foreign_language 200 0–10/11–18/19–26/27–34
foreign_language 300 0–10/11–18/19–26/27–34
foreign_language 400 0–10/11–18/19–26/27–34
foreign_language 500 0–11/12–16/17–20/21–24
"""


def lowest(bands: list[str]) -> str:
    ends = [[int(end) for end in band.split("–")] for band in bands]
    assert all(one[1] + 1 == two[0] for one, two in itertools.pairwise(ends)), bands
    return f"{ends[1][0]}/{ends[2][0]}/{ends[3][0]}; {ends[3][1]}"


def test_vpr_of_2020_to_2022_is_the_cited_table() -> None:
    typed = 0
    for line in VPR.strip().splitlines():
        subject, rest = line.split(maxsplit=1)
        for cell in rest.split(" | "):
            grade, bands = cell.split(maxsplit=1)
            for year in (2020, 2021, 2022):
                assert marks("vpr", subject, int(grade), year) == bands, (subject, grade)
            typed += 1
    assert typed == sum(e.procedure == "vpr" and e.year_from == 2020 for e in ENTRIES)


def test_vpr_of_later_years_is_grade_eight_alone_and_doubted() -> None:
    assert marks("vpr", "social_studies", 8, 2023) == "8/14/19; 22"
    assert marks("vpr", "history", 8, 2024) == "5/10/14; 17"
    assert marks("vpr", "geography", 8, 2023) == "10/21/29; 33"
    assert marks("vpr", "biology", 8, 2023) == "10/18/24; 29"
    later = [e for e in ENTRIES if e.procedure == "vpr" and e.year_from > 2022]
    assert {e.programme_grade for e in later} == {8}
    assert all(e.confidence.startswith("низкая") for e in later)


def test_oge_of_2024_is_the_cited_table() -> None:
    for line in OGE_2024.strip().splitlines():
        subject, *bands, profile = line.split()
        assert marks("oge", subject, 9, 2024) == lowest(bands), subject
        assert entry("marks", "oge", subject, 9, 2024).profile_min == int(profile)


def test_oge_of_other_years_says_what_is_known_and_no_more() -> None:
    assert marks("oge", "russian", 9, 2018) == lowest(["0–14", "15–24", "25–33", "34–39"])
    assert marks("oge", "russian", 9, 2025) == lowest(["0–14", "15–25", "26–32", "33–37"])
    assert marks("oge", "biology", 9, 2022) == lowest(["0–12", "13–24", "25–35", "36–45"])
    for year in (2021, 2022, 2023):
        assert marks("oge", "russian", 9, year) == lowest(["0–14", "15–22", "23–28", "29–33"])
        assert marks("oge", "math", 9, year) == lowest(["0–7", "8–14", "15–21", "22–31"])
        assert marks("oge", "history", 9, year) == lowest(["0–10", "11–20", "21–29", "30–37"])
    later = {(e.subject, e.year_from) for e in ENTRIES if e.procedure == "oge" and e.year_to > 2024}
    assert later == {("russian", 2025)}
    assert entry("marks", "oge", "russian", 9, 2025).confidence.startswith("средняя")


def test_side_conditions_of_oge_stand_beside_every_year_that_has_them() -> None:
    def needed(subject: str, year: int) -> list[tuple[str, dict[int, int]]]:
        found = entry("marks", "oge", subject, 9, year).conditions
        return [(one.code, dict(one.minima)) for one in found]

    for year in (2017, 2018, 2019, 2021, 2022, 2023, 2024):
        assert needed("russian", year) == [("literacy", {4: 4, 5: 6})], year
    assert needed("russian", 2025) == [("literacy", {4: 6, 5: 9})]
    for year in (2021, 2022, 2023, 2024):
        assert needed("math", year) == [("geometry", {3: 2, 4: 2, 5: 2})], year
    others = [e for e in ENTRIES if e.conditions and e.subject not in {"russian", "math"}]
    assert others == []
    e = entry("marks", "oge", "math", 9, 2024)
    bands = Bands(8, 15, 22, 31, e.conditions)
    assert expected_marks(25, bands, {"geometry": 1}) == {2}


def test_gve9_has_a_scale_for_every_series() -> None:
    typed = 0
    for line in GVE9.strip().splitlines():
        subject, series, bands = line.split()
        series = "" if series == "-" else series
        assert marks("gve9", subject, 9, 2024, series) == lowest(bands.split("/")), line
        typed += 1
    assert typed == sum(e.procedure == "gve9" and e.year_from == 2024 for e in ENTRIES)
    # docs.cntd.ru/document/1300962458
    assert (
        marks("gve9", "math", 9, 2023, "A") == marks("gve9", "math", 9, 2023, "C") == "4/7/10; 14"
    )


def test_minima_of_2019_are_kept_as_what_they_are() -> None:
    # uris72.ru, letter 27.02.2019 № 10-151
    found = {e.subject: e.min_3 for e in ENTRIES if e.kind == "minimum"}
    assert found == {
        "russian": 15, "math": 8, "physics": 10, "chemistry": 9, "biology": 13, "geography": 12,
        "social_studies": 15, "history": 13, "literature": 12, "informatics": 5, "foreign_language": 29,
    }  # fmt: skip
    assert all(
        (e.min_4, e.min_5, e.max_primary, e.year_from, e.year_to) == (None, None, None, 2019, 2019)
        for e in ENTRIES
        if e.kind == "minimum"
    )


def points(kind: str, year: int) -> dict[str, int | None]:
    return {
        e.subject: e.min_test
        for e in ENTRIES
        if e.kind == kind
        and e.procedure == "ege"
        and e.year_from <= year <= e.year_to
        and e.min_test
    }


def test_thresholds_of_ege_are_those_of_the_sources() -> None:
    certificate = {
        "russian": 24, "math_profile": 27, "physics": 36, "chemistry": 36, "biology": 36, "informatics": 40,
        "history": 32, "literature": 32, "geography": 37, "social_studies": 42, "foreign_language": 22,
    }  # fmt: skip
    for year in range(2019, 2027):
        assert points("certificate", year) == certificate
        assert entry("certificate", "ege", "math_base", 11, year).min_mark == 3
    assert points("certificate", 2027) == {}
    assert points("university", 2026) == {"russian": 36}
    before, after = points("university_minobrnauki", 2025), points("university_minobrnauki", 2026)
    moved = {s: (n, after[s]) for s, n in before.items() if n != after[s]}
    assert moved == {
        "physics": (39, 41), "history": (36, 40), "informatics": (44, 46), "foreign_language": (30, 40),
        "biology": (39, 40), "chemistry": (39, 40),
    }  # fmt: skip
    assert points("university_minprosv", 2026)["informatics"] == 45
    assert entry("certificate", "gve11", "russian", 11, 2021).min_mark == 3


def test_base_mathematics_has_got_a_point_more_in_2022() -> None:
    assert marks("ege", "math_base", 11, 2021) == "7/12/17; 20"
    assert marks("ege", "math_base", 11, 2022) == "7/12/17; 21"


def test_conversions_are_whole() -> None:
    found = {(e.subject, e.year_from): e for e in ENTRIES if e.kind == "conversion"}
    assert {k: e.max_primary for k, e in found.items()} == {
        ("math_profile", 2020): 32, ("math_profile", 2025): 32, ("informatics", 2022): 29,
    }  # fmt: skip
    profile = found["math_profile", 2025].test_scores
    assert profile is not None
    assert (profile[0], profile[5], profile[12], profile[-1]) == (0, 27, 70, 100)


def test_every_entry_has_a_source_and_names_a_subject_that_is_there() -> None:
    subjects = {s["code"] for s in read("subjects.yaml")}  # type: ignore[attr-defined]
    assert {e.subject for e in ENTRIES} <= subjects
    assert all(e.source and e.confidence for e in ENTRIES)
    assert len(ENTRIES) > 130
