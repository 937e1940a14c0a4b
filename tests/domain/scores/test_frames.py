import io

import numpy as np
import pytest

from backend.features.uploads.intake.frames import Garbled, read_frames, write_frame, write_rows


def stream() -> io.BytesIO:
    buffer = io.BytesIO()
    write_frame(buffer, {"frame": "progress", "bytes": 1, "of": 2})
    columns = {"row": np.arange(3), "code": np.array([-1, 0, 1 << 62]), "tasks": np.ones((3, 2))}
    write_rows(buffer, 0, columns)
    write_frame(buffer, {"frame": "end"})
    return buffer


def test_what_is_written_is_read() -> None:
    buffer = stream()
    buffer.seek(0)
    (_, first), (rows, columns), (end, _) = read_frames(buffer)
    assert (first, end) == ({}, {"frame": "end"})
    assert (rows["count"], rows["tasks"]) == (3, 2)
    assert columns["code"].tolist() == [-1, 0, 1 << 62]
    assert columns["tasks"].tolist() == [[1, 1]] * 3


def test_a_stream_that_breaks_off_is_garbled() -> None:
    whole = stream().getvalue()
    for size in range(1, len(whole)):
        try:
            found = list(read_frames(io.BytesIO(whole[:size])))
        except Garbled:
            continue
        assert found[-1][0]["frame"] != "end"


@pytest.mark.parametrize("content", [b"\xff\xff\xff\xff", b"\x02\0\0\0{}", b"\x05\0\0\0hello"])
def test_what_is_no_stream_is_garbled(content: bytes) -> None:
    with pytest.raises(Garbled):
        list(read_frames(io.BytesIO(content)))
