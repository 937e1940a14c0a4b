"""The matrix: every operation × every role × own / foreign / nonexistent, against `policy.yaml`.

An operation without a line in the policy is red; a line without an operation too.
"""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from backend.core.settings import Settings
from backend.main import create_app
from tests.conftest import SECRET, headers_of
from tests.world import CANARY, SUBJECTS, key
from tests.world.execution import store_paper
from tests.world.plans import EMPTY_DRAFT

POLICY = yaml.safe_load((Path(__file__).parent / "policy.yaml").read_text(encoding="utf-8"))
OPERATIONS: dict[str, dict[str, Any]] = POLICY["operations"]
SPEC = create_app(Settings(secret_key=SECRET)).openapi()
DECLARED = {
    operation["operationId"]: (method.upper(), path, operation)
    for path, item in SPEC["paths"].items()
    for method, operation in item.items()
}
OBJECTS: dict[str, dict[str, Any]] = {
    "school": {"own": key("school:own"), "foreign": key("school:foreign")},
    "edition": {"own": key("edition:own"), "foreign": key("edition:foreign")},
    "activity": {"own": key("activity:own:500+.4"), "foreign": key("activity:foreign:500+.4")},
    "plan": {"own": key("plan:own"), "foreign": key("plan:foreign")},
    "member": {"own": key("member:own"), "foreign": key("member:foreign")},
    "draft": {"own": key("draft:own"), "foreign": key("draft:foreign")},
    "spare_draft": {"own": key("spare_draft:own"), "foreign": key("spare_draft:foreign")},
    "import": {"own": key("import:own"), "foreign": key("import:foreign")},
    "window": {"own": key("window:own:500+.4"), "foreign": key("window:foreign:500+.4")},
    "evidence": {"own": key("evidence:own"), "foreign": key("evidence:foreign")},
    "evidence_file": {"own": key("evidence_file:own"), "foreign": key("evidence_file:foreign")},
    "lock": {"own": key("lock:own"), "foreign": key("lock:foreign")},
    "deputy": {"own": key("deputy:own"), "foreign": key("deputy:foreign")},
    "dismissal": {"own": key("dismissal:own"), "foreign": key("dismissal:foreign")},
    "run": {"own": key("run:own"), "foreign": key("run:foreign")},
    "appeal": {"own": key("appeal:own"), "foreign": key("appeal:foreign")},
    "signal": {side: f"marked_list.{key(f'school:{side}')}.2020" for side in ("own", "foreign")},
    "job": {"own": key("job:own"), "foreign": key("job:foreign")},
    "upload": {"own": key("upload:own"), "foreign": key("upload:foreign")},
    **{
        name: {side: key(f"{name}:{side}") for side in ("own", "foreign")}
        for name in ("visit", "visit_file", "point", "point_done")
    },
    "protocol": {"own": key("protocol:own"), "foreign": key("protocol:foreign")},
    "scale": {"own": key("scale:own"), "foreign": key("scale:foreign")},
    "passport": {"own": key("passport:own"), "foreign": key("passport:foreign")},
    "document": {"own": key("document:own"), "foreign": key("document:foreign")},
    "document_version": {
        "own": key("document_version:own"),
        "foreign": key("document_version:foreign"),
    },
    "programme": {"own": key("programme:own"), "foreign": key("programme:foreign")},
    "target": {"own": key("target:own"), "foreign": key("target:foreign")},
    "measure": {"own": key("measure:own"), "foreign": key("measure:foreign")},
    "assignment": {"own": key("assignment:curator"), "foreign": key("assignment:foreign")},
    "conflict": {"own": key("conflict:own"), "foreign": key("conflict:foreign")},
    "person": {"own": key("person:curator"), "foreign": key("person:foreign_curator")},
}
NOBODY = key("nonexistent")
# Words of the policy that stand for objects of the world in bodies.
NAMED = {
    "plan": key("plan:own"),
    "nobody": NOBODY,
    "run": key("run:own"),
    "somebody": key("person:head"),
    "a_curator": key("person:curator"),
}
CELLS = [
    (name, subject, target)
    for name, line in OPERATIONS.items()
    for subject in (*SUBJECTS, "anonymous")
    for target in (("own", "foreign", "nonexistent") if "object" in line else ("-",))
]


def test_every_operation_has_a_line_in_the_policy() -> None:
    assert set(OPERATIONS) == set(DECLARED)


def expected(line: dict[str, Any], subject: str, target: str) -> set[int]:
    """Return the statuses the policy allows for one cell."""
    success = set(line.get("success", range(200, 300)))
    if line["allow"] == "public":
        return success | {401, 422}
    if subject == "anonymous":
        return {401}
    if line["allow"] != "everybody" and subject not in line["allow"]:
        return {403}
    if target == "nonexistent":
        return {404}
    if target == "foreign" and subject not in POLICY["sees_everything"]:
        return {404}
    return success


async def call(client: httpx.AsyncClient, name: str, subject: str, target: str) -> httpx.Response:
    method, path, operation = DECLARED[name]
    line = OPERATIONS[name]
    if "object" in line:
        parameter = path[path.index("{") : path.index("}") + 1]
        value = OBJECTS[line["object"]].get(target, NOBODY)
        path = path.replace(parameter, str(value))
        # What else the path names: by the line («own» is the school on that side), or nothing there is.
        named = _filled(line.get("path", {}), target)
        path = re.sub(r"{(\w+)}", lambda m: named.get(m[1], str(NOBODY)), path)
    headers = {} if subject == "anonymous" else headers_of(subject)
    body: dict[str, Any] = {"params": line.get("query", {})}
    headers |= line.get("headers", {})
    content = operation.get("requestBody", {}).get("content", {})
    if "form" in line:
        body["data"] = _filled(line["form"], target)
        if line["form"].keys() == {"id"}:
            body["files"] = {"file": ("matrix.csv", b"nothing", "text/csv")}
    elif "multipart/form-data" in content:
        body["files"] = {"file": ("matrix.csv", f"nothing;{subject}\n".encode(), "text/csv")}
    elif "application/json" in content:
        body["json"] = (
            EMPTY_DRAFT if line.get("body") == "draft" else _filled(line.get("body", {}), target)
        )
    return await client.request(method, path, headers=headers, **body)


def _filled(values: dict[str, Any], target: str) -> dict[str, Any]:
    """«own» in a body is the school on the side of the object that is asked for."""
    side = "foreign" if target == "foreign" else "own"
    named = NAMED | {"own": key(f"school:{side}")}
    return {
        name: str(named.get(value, value)) if isinstance(value, str) else value
        for name, value in values.items()
    }


@pytest.fixture(autouse=True)
def stored_file(settings: Settings) -> None:
    """The world has rows; the paper one of them names lies in the storage of this copy."""
    store_paper(settings.var_dir)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
async def test_matrix(anonymous: httpx.AsyncClient, name: str) -> None:
    line = OPERATIONS[name]
    wrong: list[tuple[object, ...]] = []
    for cell in (c for c in CELLS if c[0] == name):
        reply = await call(anonymous, *cell)
        if reply.status_code not in expected(line, *cell[1:]):
            wrong.append((*cell, reply.status_code, reply.text[:200]))
        sees_all = cell[1] in POLICY["sees_everything"]
        if not sees_all and CANARY in reply.text:
            wrong.append((*cell, "canary of the foreign region in the reply"))
        if reply.status_code >= 400:
            assert reply.headers["content-type"] == "application/problem+json", cell
    assert wrong == []


@pytest.mark.parametrize("name", sorted(n for n, line in OPERATIONS.items() if "object" in line))
async def test_foreign_and_nonexistent_cannot_be_told_apart(
    anonymous: httpx.AsyncClient, name: str
) -> None:
    for subject in OPERATIONS[name]["allow"]:
        if subject in POLICY["sees_everything"]:
            continue
        foreign, nothing = [
            await call(anonymous, name, subject, target) for target in ("foreign", "nonexistent")
        ]
        bodies = [
            {k: v for k, v in r.json().items() if k not in {"instance", "correlation_id"}}
            for r in (foreign, nothing)
        ]
        assert bodies[0] == bodies[1]
        assert set(foreign.headers) == set(nothing.headers)


def test_the_matrix_covers_hundreds_of_cells() -> None:
    print(f"matrix cells: {len(CELLS)}")
    assert len(CELLS) > 500
