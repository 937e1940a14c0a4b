"""What no linter knows about this house (architecture.md 2.1). Exceptions stand here, each with its reason."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.core.settings import Settings
from backend.main import create_app
from backend.tables import Base

ROOT = Path(__file__).parents[1]
MAX_LINES = 300
MAX_FRONTEND_LINES = 250
LONG_FILES: dict[str, str] = {
    # path: reason
}
# Each table has one writer; `seed` fills any table of an empty installation.
WRITERS = {
    "features/auth": {"auth_session", "credential", "login_attempt", "machine_client"},
    "features/assessments": {"scale", "subject", "work_passport"},
    "features/uploads": {
        "protocol",
        "protocol_participants",
        "task_list",
        "upload",
        "upload_difference",
        "upload_issue",
        "upload_mapping",
        "work",
    },
    "features/editions": {
        "act",
        "activity",
        "activity_party",
        "activity_window",
        "author_question",
        "edition",
        "edition_draft",
        "expected_result",
        "lineage",
        "plan",
        "plan_import",
        "section",
    },
    "features/execution": {
        "deputy",
        "evidence",
        "frozen_value",
        "occurrence",
        "occurrence_step",
        "period_lock",
        "reschedule",
    },
    "features/memberships": {"project_member"},
    "features/schools": {"school", "school_class", "school_look", "reorganisation"},
    "features/support": {
        "accompaniment",
        "assignment",
        "competence",
        "conflict_declaration",
        "person",
    },
    "features/risk_profiles": {
        "risk_assessment",
        "risk_profile",
        "risk_profile_step",
        "risk_verdict",
    },
    "features/visits": {"visit", "visit_entry", "visit_file", "visit_finding", "visit_step"},
    "features/action_points": {"action_point", "action_point_check", "action_point_step"},
    "features/documents": {
        "document_remark",
        "document_review",
        "document_step",
        "document_version",
        "school_document",
    },
    "features/programmes": {"programme_measure", "programme_step", "risk_programme"},
    "features/quality": {"quality_dismissal"},
    "features/identification": {
        "identification_appeal",
        "identification_decision",
        "identification_line",
        "identification_run",
        "low_results_rule",
        "low_results_status",
    },
    "features/targets": {"school_target", "target_link", "target_step"},
    "features/signals": {"marked_school", "signal_comment", "signal_verdict"},
    "features/calendar": {"calendar_feed"},
    "core/jobs.py": {"job"},
    "access/idempotency.py": {"request_key"},
}
GENERATED = ("frontend/src/api/generated/", "openapi/")


def tracked(*patterns: str) -> list[Path]:
    """Files of the project: tracked by git or new and not ignored; the folder alone without git."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return sorted({ROOT / name for name in listed if (ROOT / name).is_file()})


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    long = {}
    for path in tracked("*.py", "*.ts", "*.tsx", "*.css"):
        name = relative(path)
        if name.startswith((*GENERATED, "migrations/versions/")) or name in LONG_FILES:
            continue
        limit = MAX_FRONTEND_LINES if name.startswith("frontend/") else MAX_LINES
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > limit:
            long[name] = lines
    assert long == {}


def test_exceptions_for_long_files_are_still_needed() -> None:
    stale = [n for n in LONG_FILES if len((ROOT / n).read_text().splitlines()) <= MAX_LINES]
    assert stale == []


def test_operation_ids_are_unique_names_of_handlers() -> None:
    spec = create_app(Settings(secret_key="x" * 40)).openapi()
    ids = [o["operationId"] for item in spec["paths"].values() for o in item.values()]
    assert sorted(ids) == sorted(set(ids))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]+", name) for name in ids)


def _written_tables(path: Path) -> Iterator[str]:
    """Yield tables a module writes: `session.add(X(…))`, `insert(X)`, `update(X)`, SQL texts."""
    text = path.read_text(encoding="utf-8")
    names = {
        mapper.class_.__name__: mapper.class_.__tablename__ for mapper in Base.registry.mappers
    }
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in names:
                yield names[node.func.id]
            if node.func.id in {"insert", "update", "delete"} and node.args:
                table = node.args[0]
                if isinstance(table, ast.Name) and table.id in names:
                    yield names[table.id]
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for table in re.findall(r"(?:insert into|update|delete from)\s+([a-z_]+)", node.value):
                if table in Base.metadata.tables:
                    yield table


def test_every_table_has_one_writer() -> None:
    strangers = {}
    for path in tracked("backend/features/*.py", "backend/core/*.py", "backend/access/*.py"):
        name = relative(path).removeprefix("backend/")
        allowed = {t for owner, tables in WRITERS.items() if name.startswith(owner) for t in tables}
        written = set(_written_tables(path)) - allowed
        if written:
            strangers[name] = sorted(written)
    assert strangers == {}


def test_features_have_few_files() -> None:
    crowded = {
        folder.name: len(list(folder.glob("*.py"))) - 1
        for folder in (ROOT / "backend/features").iterdir()
        if folder.is_dir() and len(list(folder.glob("*.py"))) - 1 > 8
    }
    assert crowded == {}


def test_no_room_is_called_by_a_word_that_says_nothing() -> None:
    banned = re.compile(r"(^|/|_)(utils?|helpers?|common|manager|base_service|misc)(\.|/|_|$)")
    named = [
        name
        for path in tracked("backend", "frontend/src")
        if banned.search(name := relative(path)) and not name.startswith(GENERATED)
    ]
    assert named == []


def test_every_dependency_of_a_handler_is_short() -> None:
    """A handler has at most ten statements: rules and SQL live elsewhere."""
    fat = {}
    for path in tracked("backend/features/*/routes.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.AsyncFunctionDef) or not node.decorator_list:
                continue
            if sum(isinstance(n, ast.stmt) for n in ast.walk(node)) - 1 > 10:
                fat[f"{relative(path)}:{node.name}"] = True
    assert fat == {}


@pytest.mark.parametrize(
    "needle",
    [
        r'"resolved":\s*"http',
        r"--index-url|--extra-index-url|--find-links",
        r"registry\.npmjs\.|files\.pythonhosted\.|pypi\.org/simple",
        r"(?<![\w.])/(?:root|home/\w+|work|tmp)/\w",
    ],
)
def test_the_repository_names_no_registry_host_and_no_path_of_a_machine(needle: str) -> None:
    own = relative(Path(__file__))
    found = [
        f"{relative(path)}:{number}"
        for path in tracked()
        if relative(path) != own and path.stat().st_size < 5_000_000
        for number, line in enumerate(
            path.read_bytes().decode("utf-8", errors="ignore").splitlines(), start=1
        )
        if re.search(needle, line)
    ]
    assert found == []


def test_migrations_are_numbered_without_gaps_and_head_names_the_last() -> None:
    names = sorted(path.stem for path in (ROOT / "migrations/versions").glob("*.py"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert all(len(name) <= 32 for name in names)
    assert (ROOT / "migrations/HEAD").read_text().strip() == names[-1]
