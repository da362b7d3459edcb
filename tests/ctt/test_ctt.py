"""A public instance read, compiled, solved, written, and judged by an evaluator that knows nothing of us."""

import json
import re
from pathlib import Path

import pytest

from benchmarks.planner import ud2
from benchmarks.planner.__main__ import agree
from trainhub import cli
from trainhub.ctt import compiling, reading, writing
from trainhub.engine import solving
from trainhub.engine.judge import score
from trainhub.engine.language import Placement, Plan

TOY = """Name: Toy
Courses: 4
Rooms: 2
Days: 3
Periods_per_day: 4
Curricula: 2
Min_Max_Daily_Lectures: 2 3
UnavailabilityConstraints: 2
RoomConstraints: 1

COURSES:
SceCosC Ocra 3 2 30 1
ArcTec Indaco 3 2 42 0
TecCos Rosa 3 2 40 1
Geotec Scarlatti 1 1 18 1

ROOMS:
A 32 1
B 50 0

CURRICULA:
Cur1 3 SceCosC ArcTec TecCos
Cur2 2 TecCos Geotec

UNAVAILABILITY_CONSTRAINTS:
TecCos 1 0
ArcTec 1 3

ROOM_CONSTRAINTS:
SceCosC A

END.
"""
# course order: SceCosC x3, ArcTec x3, TecCos x3, Geotec; (period, room)
CELLS = [(0, 0), (1, 0), (4, 1), (2, 1), (3, 0), (5, 0), (0, 1), (6, 1), (7, 1), (3, 1)]


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    path = tmp_path / "toy.ectt"
    path.write_text(TOY)
    return path


def test_the_judge_and_the_outsider_agree(toy: Path, tmp_path: Path) -> None:
    """Worked out by hand: one clash of a curriculum; 10 + 10 heads too many; two isolated lectures; two rooms more."""
    source = reading.read(toy)
    problem = compiling.compiled(source)
    plan = Plan(
        tuple(
            Placement(period, ((room,), event.roles[1].candidates))
            for (period, room), event in zip(CELLS, problem.events, strict=True)
        )
    )
    out = tmp_path / "toy.out"
    out.write_text(writing.solution(source, plan))
    said = ud2.evaluate(toy, out)
    judged = score(problem, plan)
    assert (said["hard"], said["cost"]) == (judged.hard, judged.cost)
    assert said["conflicts"] == 1
    assert said["capacity"] == 20
    assert said["days"] == 0
    assert said["stability"] == 2
    assert said["compactness"] == 4


def test_bench_solves_without_a_database(
    toy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line of JSON, and a solution that the outsider finds as good as it says."""
    pytest.importorskip("numba", reason="the extra `planner` is not installed")
    monkeypatch.setenv("TRAINHUB_DATA", str(tmp_path / "none"))
    out = tmp_path / "toy.out"
    cli.main(["plan", "bench", str(toy), "--seconds", "2", "--seed", "3", "--out", str(out)])
    told = json.loads(capsys.readouterr().out)
    said = ud2.evaluate(toy, out)
    assert (told["cost"], told["hard"]) == (said["cost"], 0)
    assert not said["hard"]
    assert not (tmp_path / "none").exists()


CLOSED = "".join(f"Geotec {day} {period}\n" for day in range(3) for period in range(4))
HOPELESS = [
    [("Constraints: 2", "Constraints: 14"), ("TecCos 1 0\n", f"TecCos 1 0\n{CLOSED}")],
    [("Geotec Scarlatti 1", "Geotec Scarlatti 30")],
    [("Rooms: 2", "Rooms: 0"), ("A 32 1\nB 50 0\n", "")],
    [("Curricula: 2", "Curricula: 0"), ("Courses: 4", "Courses: 0")],
]
"""A course that can be nowhere; more lectures than cells; no room; nothing to plan."""


@pytest.mark.parametrize("changes", HOPELESS)
def test_what_has_no_place_is_missing(
    changes: list[tuple[str, str]], toy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rest is written, and both judges say that something is broken, or that nothing is."""
    pytest.importorskip("numba", reason="the extra `planner` is not installed")
    text = TOY
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    if "Courses: 0" in text:
        text = re.sub(r"(?s)(COURSES:|CURRICULA:)\n.*?\n\n", r"\1\n\n", text).replace("TecCos 1 0\nArcTec 1 3\n", "")
        text = text.replace("Constraints: 2", "Constraints: 0")
    toy.write_text(text)
    out = tmp_path / "toy.out"
    cli.main(["plan", "bench", str(toy), "--seconds", "0.3", "--out", str(out)])
    told, said = json.loads(capsys.readouterr().out), ud2.evaluate(toy, out)
    assert agree(told, said)
    assert bool(said["hard"]) is ("Courses: 0" not in text)


def test_days_that_no_plan_can_have_cost_in_every_plan(
    toy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One lecture on three days at least: two are missing, and both judges say so."""
    pytest.importorskip("numba", reason="the extra `planner` is not installed")
    toy.write_text(TOY.replace("Geotec Scarlatti 1 1", "Geotec Scarlatti 1 3"))
    out = tmp_path / "toy.out"
    cli.main(["plan", "bench", str(toy), "--seconds", "0.3", "--out", str(out)])
    told, said = json.loads(capsys.readouterr().out), ud2.evaluate(toy, out)
    assert (told["cost"], told["hard"]) == (said["cost"], said["hard"])
    assert said["days"] >= 10


def refused(path: Path, capsys: pytest.CaptureFixture[str], out: Path) -> str:
    """Return the one sentence with which a file is refused."""
    with pytest.raises(SystemExit) as ended:
        cli.main(["plan", "bench", str(path), "--out", str(out)])
    assert ended.value.code == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    return told[0]


FAULTS = [
    ("TecCos Geotec", "TecCos Nobody", "line 23: unknown course Nobody"),
    ("Geotec Scarlatti", "TecCos Scarlatti", "line 15: TecCos is there twice"),
    ("B 50 0", "A 50 0", "line 19: A is there twice"),
    ("Cur2 2", "Cur1 2", "line 23: Cur1 is there twice"),
    ("Courses: 4", "Courses: 5", "line 2: Courses: 5, but COURSES: has 4 rows"),
    ("Cur2 2", "Cur2 3", "line 23: 3 courses are announced, but 2 are there"),
    ("TecCos 1 0", "TecCos 0 7", "line 26: 7 is too large, they are numbered from 0 to 3"),
    ("TecCos 1 0", "TecCos 3 0", "line 26: 3 is too large, they are numbered from 0 to 2"),
    ("TecCos 1 0", "TecCos -1 0", "line 26: -1 is not a whole number of up to 6 digits"),
    ("SceCosC Ocra 3", "SceCosC Ocra three", "line 12: three is not a whole number"),
    ("B 50 0", "B", "line 19: a row of ROOMS: has 2 or 3 words, this one has 1"),
    ("Days: 3", "Days: 0", "line 4: 0 is too small, 1 is the least"),
    ("Days: 3", "Days:", "line 4: Days: says nothing"),
    ("Days: 3\n", "", "Days: is missing"),
    ("CURRICULA:", "CURRICULAE:", "line 21: a row of ROOMS: has 2 or 3 words, this one has 1"),
    ("ROOMS:", "COURSES:", "line 17: COURSES: is there twice"),
    ("Name: Toy", "A timetable", "line 1: A is neither a section nor a line of the head"),
]


def test_a_bad_file_is_said_with_its_line(toy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence, and nothing is solved or written."""
    for old, new, why in FAULTS:
        assert old in TOY
        toy.write_text(TOY.replace(old, new, 1))
        told = refused(toy, capsys, tmp_path / "x")
        assert told.startswith(f"Error: {toy}: {why}"), (why, told)
    toy.write_bytes(TOY.replace("Ocra", "Öcra").encode("latin-1"))
    assert refused(toy, capsys, tmp_path / "x") == f"Error: {toy}: line 12: this is not UTF-8"
    assert not (tmp_path / "x").exists()


def test_what_other_programs_put_before_a_text(toy: Path) -> None:
    """A mark of the order of bytes, and the ends of lines of another system."""
    plain = reading.read(toy)
    toy.write_bytes(b"\xef\xbb\xbf" + TOY.replace("\n", "\r\n").encode())
    assert reading.read(toy) == plain
    for path in sorted((Path(ud2.__file__).parent / "instances").glob("*.ectt")):
        assert reading.read(path).courses


def test_nothing_is_solved_that_cannot_be_written(
    toy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Said at once, not after a minute."""
    monkeypatch.setattr(solving, "warm", lambda: pytest.fail("it was about to solve"))
    out = tmp_path / "none" / "toy.out"
    assert str(out) in refused(toy, capsys, out)
