"""One insert and one update for every table, for the proof that each leaves its entry in the log."""

import json
from typing import Any

from tests.access.conftest import Connection
from tests.world import key

# How a copy of a row of the world differs where a constraint wants it to, then a change to make to it.
# A table without a line here is a red test: nothing is covered by accident.
CASES: dict[str, tuple[dict[str, Any], str]] = {
    "region": ({"code": "99"}, "name = 'новое'"),
    "territorial_office": ({"code": "new"}, "name = 'новое'"),
    "municipality": ({"code": "new"}, "name = 'новое'"),
    "organisation": ({"code": "new"}, "name = 'новое'"),
    "school": ({"code": "999999", "fisoko_login": "639999"}, "pupils = 87"),
    "person": ({}, "email = 'a@b'"),
    "low_results_status": ({"academic_year": 2019}, "zone = 'yellow'"),
    "credential": ({"login": "new", "person_id": key("person:foreign")}, "login = 'newer'"),
    "role_grant": ({}, "valid_to = '2030-01-01'"),
    "auth_session": ({}, "generation = 2"),
    "machine_client": ({"client_id": "new"}, "name = 'новое'"),
    "login_attempt": ({"login_hash": "x", "address_prefix": "y", "at": "2021-01-01"}, "login_hash = 'z'"),
    "assignment": ({"school_id": key("school:third")}, "act_text = 'приказ № 2'"),
    "accompaniment": ({"kind": "mentor"}, "end_reason = 'новое'"),
    "competence": ({"person_id": key("person:head")}, "note = 'новое'"),
    "conflict_declaration": ({}, "withdrawal_reason = 'новое'"),
    "risk_factor": ({"code": "new"}, "position = 9"),
    "risk_assessment": ({"cycle": 2019}, "level = 'low', source = 'curator'"),
    "risk_profile": ({"cycle": 2019}, "version = 9"),
    "risk_profile_step": ({}, "reason = 'новое'"),
    "risk_verdict": ({"profile_id": key("risk_profile:own")}, "reason = 'новое'"),
    "job": ({}, "kind = 'new'"),
    "act": ({"number": "new"}, "title = 'новое'"),
    "plan": ({"code": "new"}, "title = 'новое'"),
    "edition": ({"number": 9, "state": "closed"}, "period_text = 'новое'"),
    "section": ({"code": "new"}, "title = 'новое'"),
    "activity": ({"number": "new"}, "title = 'новое'"),
    "activity_window": ({"position": 9, "slot": 9}, "ends_on = '2030-01-01'"),
    "lineage": ({}, "plan_id = (select id from plan where id <> plan_id limit 1)"),
    "edition_draft": ({"edition_id": key("edition:own")}, "version = 2"),
    "plan_import": ({}, "state = 'refused'"),
    "activity_party": ({"position": 9}, "words = 'новое'"),
    "expected_result": ({"position": 9}, "title = 'новое'"),
    "occurrence": ({"slot": 9}, "comment = 'новое'"),
    "occurrence_step": ({}, "reason = 'новое'"),
    "reschedule": ({}, "reason = 'новое'"),
    "period_lock": ({}, "reason = 'новое'"),
    "frozen_value": ({"slot": 8}, "met = 1"),
    "visit": ({}, "purpose = 'новое'"),
    "visit_question": ({"code": "new"}, "text = 'новое'"),
    "visit_entry": ({"field": "new"}, "version = 2"),
    "visit_finding": ({}, "text = 'новое'"),
    "visit_file": ({}, "file_name = 'новое'"),
    "visit_step": ({}, "reason = 'новое'"),
    "action_point": ({}, "text = 'новое'"),
    "action_point_check": ({"visit_id": key("visit_submitted:own")}, "note = 'новое'"),
    "action_point_step": ({}, "reason = 'новое'"),
    "low_results_rule": ({"version": 99}, "title = 'новое'"),
    "identification_run": ({}, "note = 'новое'"),
    "identification_line": ({"school_id": key("school:third")}, "zone = 'green'"),
    "identification_decision": ({}, "basis = 'новое'"),
    "identification_appeal": ({"state": "withdrawn", "closed_by_id": key("person:school_head"), "closed_at": "2021-01-01"},
        "basis = 'новое'"),
    "quality_dismissal": ({"rule": "new"}, "reason = 'новое'"),
    "signal_verdict": ({}, "explanation = 'новое'"),
    "signal_comment": ({}, "body = 'новое'"),
    "marked_school": ({"year": 2019}, "file_name = 'новое'"),
    "deputy": ({"period": "[2030-01-01,2030-01-02)"}, "basis = 'новое'"),
    "calendar_feed": ({"secret_hash": "x", "revoked_at": "2021-01-01"}, "revoked_at = '2021-01-02'"),
    "author_question": ({}, "answer = 'да'"),
    "project_member": ({"joined_on": "2021-02-13"}, "basis = 'новое'"),
    "fact_kind": ({"code": "new"}, "title = 'новое'"),
    "evidence": ({}, "basis = 'новое'"),
    "subject": ({"code": "new"}, "name = 'новое'"),
    "scale": ({"series": "новая"}, "state = 'superseded'"),
    "work_passport": ({"series": "новая"}, "title = 'новое'"),
    "work": ({"year": 2019}, "max_primary = 21"),
    "upload": ({"number": 9999}, "state = 'reverted', reverted_at = app.now()"),
    "upload_issue": ({"position": 9}, "message = 'новое'"),
    "protocol": ({"id": key("copy:protocol"), "version": 9, "state": "superseded"}, "content_hash = 'x'"),
    "document_kind": ({"code": "new"}, "title = 'новое'"),
    "required_document": ({"cycle": 2019}, "plan_row = 'новое'"),
    "school_document": ({"title": "новое"}, "title = 'новейшее'"),
    "document_version": ({"id": key("copy:document_version"), "number": 9}, "note = 'новое'"),
    "document_review": ({"version_id": key("copy:document_version")}, "summary = 'новое'"),
    "document_remark": ({"position": 9}, "answer = 'новое'"),
    "document_step": ({}, "reason = 'новое'"),
    "risk_programme": ({"cycle": 2019}, "goal = 'новое'"),
    "programme_measure": ({"position": 99}, "title = 'новое'"),
    "programme_step": ({}, "reason = 'новое'"),
    "school_target": ({"due_year": 2024}, "reason = 'новое'"),
    "target_link": ({"action_point_id": key("point_done:own")}, "action_point_id = null, lineage_id = (select id from lineage limit 1)"),
    "target_step": ({}, "reason = 'новое'"),
    "task_list": ({"digest": "new"}, "digest = 'newer'"),
    "upload_difference": ({"position": 9}, "new = '4'"),
    "request_key": ({"key": "new"}, "status = 200"),
    "upload_mapping": ({"source": "new"}, "source = 'newer'"),
    "school_class": ({"letter": "Я"}, "pupils = 18"),
    "reorganisation": ({}, "basis = 'новое'"),
    "school_look": ({"person_id": key("person:coordinator")}, f"school_id = '{key('school:third')}'"),
}  # fmt: skip
# Kept by hash only: secrets and long texts.
DIGESTED = {
    "credential": {"password_hash"},
    "auth_session": {"token_hash", "previous_hash"},
    "calendar_feed": {"secret_hash"},
    "edition_draft": {"document"},
    "plan_import": {"recognised"},
    "document_version": {"body_text"},
    "machine_client": {"secret_hash", "next_secret_hash"},
    "request_key": {"reply"},
    "identification_line": {"counts", "outcome"},
}  # fmt: skip


# Rows of a protocol are written once, with it, and never updated: its entry holds the hash of their content.
UNLOGGED = {"change", "protocol_participants"}
# A bulk of protocols is told by what they are and the hash of their content (note 0019).
SHORT = {
    "protocol": {
        "work_id",
        "school_id",
        "version",
        "state",
        "upload_id",
        "participants",
        "content_hash",
    }
}


async def copy_row(connection: Connection, table: str, changes: dict[str, Any]) -> Any:
    """Insert a copy of a row of the world with some changes; return its id."""
    columns = [
        row[0]
        for row in await connection.fetch(
            "select attname from pg_attribute where attrelid = $1::regclass and attnum > 0"
            " and attgenerated = '' and not attisdropped",
            table,
        )
    ]
    found = await connection.fetchval(f"select to_jsonb(t) from {table} t order by id limit 1")
    row = json.loads(found or "{}") | {"id": key(f"copy:{table}")} | changes
    names = ", ".join(f'"{column}"' for column in columns)
    return await connection.fetchval(
        f"insert into {table} ({names}) select {names} from jsonb_populate_record(null::{table}, $1) returning id",
        json.dumps(row, default=str),
    )
