"""Frames between the parser child and its parent: `<u4 little-endian length><JSON>`.

A "rows" frame is followed by the buffers of its columns, back to back.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import numpy as np

COLUMNS: Mapping[str, str] = {
    "row": "<u4", "school": "<u4", "work": "<u4", "code": "<i8", "class": "<u2", "variant": "<u2",
    "primary": "<i2", "test": "<i2", "mark": "i1", "journal": "i1", "bad": "u1", "tasks": "i1",
}  # fmt: skip
"""Columns of a "rows" frame in the order of their buffers; `tasks` is two-dimensional, the rest are not."""
NO_VALUE = -1
NO_NAME = 65_535
_HEAD_LIMIT = 64 * 1024 * 1024
_ROWS_LIMIT = 16_000_000
Columns = dict[str, np.ndarray]


class Garbled(Exception):
    """The stream broke off or is no stream of frames: the child died or was killed."""


def write_frame(stream: BinaryIO, frame: Mapping[str, Any]) -> None:
    """Write a frame without buffers."""
    body = json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode()
    stream.write(len(body).to_bytes(4, "little"))
    stream.write(body)


def write_rows(stream: BinaryIO, table: int, columns: Mapping[str, np.ndarray]) -> None:
    """Write rows of one table; absent columns are left out of `columns`, all are equally long."""
    kept = [name for name in COLUMNS if name in columns]
    tasks = columns["tasks"].shape[1] if "tasks" in columns else 0
    write_frame(
        stream,
        {
            "frame": "rows",
            "table": table,
            "count": len(columns["row"]),
            "tasks": tasks,
            "columns": [[name, COLUMNS[name]] for name in kept],
        },
    )
    stream.writelines(
        np.ascontiguousarray(columns[name], dtype=COLUMNS[name]).data for name in kept
    )


def read_frames(stream: BinaryIO) -> Iterator[tuple[dict[str, Any], Columns]]:
    """Yield each frame and its columns (empty for all but "rows"); the arrays are read-only. Raises `Garbled`."""
    while head := stream.read(4):
        if len(head) < 4:
            raise Garbled
        try:
            frame = json.loads(_exactly(stream, int.from_bytes(head, "little"), _HEAD_LIMIT))
            columns = _columns(stream, frame) if frame["frame"] == "rows" else {}
        except (ValueError, KeyError, TypeError) as error:
            raise Garbled from error
        yield frame, columns


def _columns(stream: BinaryIO, frame: Mapping[str, Any]) -> Columns:
    count, tasks = int(frame["count"]), int(frame["tasks"])
    found: Columns = {}
    for name, kind in frame["columns"]:
        dtype = np.dtype(COLUMNS[name])
        if kind != COLUMNS[name]:
            raise Garbled
        width = tasks if name == "tasks" else 1
        content = _exactly(stream, count * width * dtype.itemsize, _ROWS_LIMIT * dtype.itemsize)
        values = np.frombuffer(content, dtype)
        found[name] = values.reshape(count, tasks) if name == "tasks" else values
    return found


def _exactly(stream: BinaryIO, size: int, limit: int) -> bytes:
    if size < 0 or size > limit:
        raise Garbled
    content = stream.read(size)
    while len(content) < size:
        more = stream.read(size - len(content))
        if not more:
            raise Garbled
        content += more
    return content
