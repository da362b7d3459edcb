"""A public instance read, compiled, solved, written, and judged by an evaluator that knows nothing of us."""

import json
from pathlib import Path

import pytest

from benchmarks.planner import ud2
from trainhub import cli
from trainhub.ctt import compiling, reading, writing
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
    cli.main(["plan", "bench", str(toy), "--seconds", "0.3", "--seed", "3", "--out", str(out)])
    told = json.loads(capsys.readouterr().out)
    said = ud2.evaluate(toy, out)
    assert (told["cost"], told["hard"]) == (said["cost"], 0)
    assert not said["hard"]
    assert not (tmp_path / "none").exists()


def test_a_bad_file_is_said(toy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    toy.write_text(TOY.replace("TecCos Geotec", "TecCos Nobody"))
    with pytest.raises(SystemExit) as ended:
        cli.main(["plan", "bench", str(toy), "--out", str(tmp_path / "x")])
    assert ended.value.code == 1
    assert "unknown course Nobody" in capsys.readouterr().err
