"""`make bench-planner`: the engine on planted years, and on the public instances, scored by the outsider in `ud2`."""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from . import ud2, years

HERE = Path(__file__).parent
OUT = Path("var/bench-planner.json")
# the competition winner's mean of 10 runs; the best mean published by anyone at the competition's time; a proven bound
REFERENCE = {
    "comp01": (5.0, 5.0, 5),
    "comp02": (61.3, 36.4, 16),
    "comp03": (94.8, 72.8, 52),
    "comp04": (42.8, 35.2, 35),
    "comp05": (343.5, 301.3, 211),
    "comp06": (56.8, 45.3, 27),
    "comp07": (33.9, 12.0, 6),
}
MOST_SUM = 520
MOST_FIRST = 1.0
Rows = dict[str, dict[str, Any]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=list(REFERENCE), choices=list(REFERENCE), help="instances")
    parser.add_argument("--years", type=int, default=3, help="planted centres' years")
    parser.add_argument("--centres", type=int, default=50, help="of the network; 0: no network, no explanations")
    wanted = parser.parse_args()
    rows: Rows = {}
    for name, row in years.rows(wanted.seconds, wanted.years, wanted.centres):
        rows[name] = row
        _keep(rows)
    for name in wanted.only:
        runs = [_run(name, wanted.seconds, seed) for seed in range(1, wanted.seeds + 1)]
        rows |= _rows(name, runs)
        _keep(rows)
        print(name, [run["cost"] for run in runs], rows[f"ud2_{name}"], flush=True)
    if set(wanted.only) == set(REFERENCE):
        total = round(sum(rows[f"ud2_{name}"]["value"] for name in REFERENCE), 1)
        rows["ud2_sum"] = {"value": total, "unit": "cost", "reference": f"at most {MOST_SUM}; best means published 508"}
    _keep(rows)
    sys.exit(0 if _good(rows) and years.good(rows) else 1)


def _keep(rows: Rows) -> None:
    """Write what there is so far: a run that ends early loses nothing."""
    OUT.parent.mkdir(exist_ok=True)
    kept = json.loads(OUT.read_text()) if OUT.exists() else {}
    OUT.write_text(json.dumps(kept | rows, indent=1) + "\n")


def _run(name: str, seconds: float, seed: int) -> dict[str, Any]:
    instance = HERE / "instances" / f"{name}.ectt"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "solution"
        command = [sys.executable, "-m", "trainhub.cli", "plan", "bench", str(instance)]
        command += ["--seconds", str(seconds), "--seed", str(seed), "--out", str(out)]
        told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        said = ud2.evaluate(instance, out)
    if not agree(told, said) or (not said["hard"] and said["cost"] < REFERENCE[name][2]):
        raise SystemExit(f"{name}: the engine says {told}, the evaluator {said}: one of them is wrong")
    return dict(told)


def agree(told: dict[str, Any], said: dict[str, int]) -> bool:
    """Say whether two judges agree: what is broken they count each in its way, and cost only where nothing is."""
    return bool(told["hard"]) == bool(said["hard"]) and (bool(said["hard"]) or told["cost"] == said["cost"])


def _rows(name: str, runs: list[dict[str, Any]]) -> Rows:
    winner, best, bound = REFERENCE[name]
    costs = [run["cost"] if not run["hard"] else 10_000 for run in runs]
    told = f"winner {winner}, best mean published {best}, bound {bound}; found {sorted(costs)}"
    return {
        f"ud2_{name}": {"value": round(statistics.mean(costs), 1), "unit": "cost", "reference": told},
        f"ud2_{name}_first": {
            "value": max(run.get("first", 1e9) for run in runs),
            "unit": "s",
            "reference": f"at most {MOST_FIRST}; FET 0.1 to 0.6",
        },
    }


def _good(rows: Rows) -> bool:
    names = [name for name in REFERENCE if f"ud2_{name}" in rows]
    fine = all(rows[f"ud2_{name}"]["value"] <= REFERENCE[name][0] for name in names)
    quick = all(rows[f"ud2_{name}_first"]["value"] <= MOST_FIRST for name in names)
    return fine and quick and rows.get("ud2_sum", {"value": 0})["value"] <= MOST_SUM


if __name__ == "__main__":
    main()
