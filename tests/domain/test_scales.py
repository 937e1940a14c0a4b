import pytest
import yaml

from backend.domain.scales import Scale, mark_of, scale_of_bands
from backend.features.assessments.reference import DATA, scale_entries

MATH_4 = Scale(6, 10, 15, 20)


@pytest.mark.parametrize(
    ("primary", "mark"), [(0, 2), (5, 2), (6, 3), (9, 3), (10, 4), (14, 4), (15, 5), (20, 5)]
)
def test_mark_changes_exactly_at_the_lowest_score_of_a_band(primary: int, mark: int) -> None:
    assert mark_of(primary, MATH_4) == mark


@pytest.mark.parametrize("primary", [-1, 21])
def test_a_score_outside_the_work_has_no_mark(primary: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        mark_of(primary, MATH_4)


@pytest.mark.parametrize("bands", [(0, 10, 15, 20), (6, 6, 15, 20), (6, 10, 21, 20)])
def test_bands_that_do_not_rise_are_refused(bands: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="bands"):
        Scale(*bands)


def test_bands_with_a_gap_are_refused() -> None:
    with pytest.raises(ValueError, match="do not meet"):
        scale_of_bands({"2": [0, 5], "3": [7, 9], "4": [10, 14], "5": [15, 20]})
    with pytest.raises(ValueError, match="do not cover"):
        scale_of_bands({"2": [0, 5], "3": [6, 9], "4": [10, 14], "5": [15, 19]}, max_primary=20)


def test_every_scale_of_the_data_file_is_whole_and_has_a_source() -> None:
    entries = scale_entries(
        yaml.safe_load((DATA / "assessment_scales.yaml").read_text(encoding="utf-8"))
    )
    subjects = {
        s["code"] for s in yaml.safe_load((DATA / "subjects.yaml").read_text(encoding="utf-8"))
    }
    assert {entry.subject for entry in entries} <= subjects
    assert all(entry.source and entry.confidence for entry in entries)
    math = {
        (e.programme_grade, e.bands.min_3, e.bands.min_4, e.bands.min_5, e.bands.max_primary)
        for e in entries
        if (e.procedure, e.subject, e.year_from) == ("vpr", "math", 2020)
    }
    # domain.md 4.5, row «Математика»
    assert math == {
        (4, 6, 10, 15, 20),
        (5, 7, 11, 15, 20),
        (6, 6, 10, 14, 16),
        (7, 7, 12, 16, 19),
        (8, 8, 15, 21, 25),
    }
