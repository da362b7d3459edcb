"""An attacker who reads everything that an administrator of the machine can read, and knows who answered when.

He wants to know which answer is whose. Each method returns a guess, person -> answer set, from one kind of trace;
whoever guesses blindly hits one person a wave on the average, with a variance of one, however many answered.
"""

import json
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

from sqlalchemy import text

from trainhub.kernel.db import db
from trainhub.questionnaires import sealing
from trainhub.questionnaires.sealing import KeyLost

Rows = list[dict[str, Any]]
Guess = dict[int, str]  # person -> answer set


@dataclass
class Loot:
    """What lies on the machine at one moment: rows with their system columns, bytes of files, keys, log lines."""

    tables: dict[str, Rows]
    files: dict[str, bytes]
    keys: dict[str, str] = field(default_factory=dict)
    logs: str = ""

    @cached_property
    def words(self) -> dict[str, "Words"]:
        """Return, by kind of file (tables, write-ahead log), all runs of letters and digits that could be an id."""
        found: dict[str, list[bytes]] = defaultdict(list)
        for name in sorted(self.files):
            wal = name.endswith("-wal") or re.fullmatch(r"[0-9A-F]{24}", name)
            found["log" if wal else "tables"].append(self.files[name])
        sqlite = "trainhub.sqlite" in self.files
        pages = {"tables": 4096 if sqlite else 8192, "log": 4096 + 24 if sqlite else 1}
        return {kind: Words(b"".join(parts), pages[kind]) for kind, parts in found.items()}


class Words:
    """Where words lie in the bytes of files that consist of pages; on a page, databases write from the end."""

    def __init__(self, content: bytes, page: int) -> None:
        runs = [(hit.start(), hit.group()) for hit in re.finditer(rb"[0-9a-z]{12,}", content)]
        self.page = page
        self.offsets = [offset for offset, _run in runs]
        self.text = b" ".join(run for _offset, run in runs)
        self.starts = list(accumulate((len(run) + 1 for _offset, run in runs), initial=0))

    def find(self, needles: Mapping[str, Any]) -> list["Find"]:
        """Return (page, place on it, what it stands for) of every needle."""
        by_bytes = {needle.encode(): meant for needle, meant in needles.items()}
        pattern = re.compile(b"|".join(re.escape(each) for each in sorted(by_bytes, key=len, reverse=True)) or b"$a")
        return [
            (*divmod(self._offset(hit.start()), self.page), by_bytes[hit.group()])
            for hit in pattern.finditer(self.text)
        ]

    def _offset(self, at: int) -> int:
        run = bisect_right(self.starts, at) - 1
        return self.offsets[run] + at - self.starts[run]


@dataclass(frozen=True, slots=True)
class Target:
    """One wave and what the attacker knows of it beforehand: the persons (id, public id) in the order they answered."""

    wave_id: int
    public_id: str
    series: str
    order: Sequence[tuple[int, str]]


def read_tables() -> dict[str, Rows]:
    """Read every row of every table, with rowid, or ctid, xmin and xmax, in the order they lie there."""
    hidden = {"sqlite": "rowid AS _at", "postgresql": "ctid::text AS _at, xmin::text AS _xmin, xmax::text AS _xmax"}
    found: dict[str, Rows] = {}
    with db.engine.connect() as connection:
        for name in db.metadata.tables:
            rows = connection.execute(text(f'SELECT {hidden[connection.dialect.name]}, * FROM "{name}"'))
            found[name] = sorted((dict(row._mapping) for row in rows), key=lambda row: _place(row["_at"]))
    return found


def read_files(data: Path, since: str) -> dict[str, bytes]:
    """Read the database's files, its write-ahead log too (PostgreSQL's from the segment `since`)."""
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(PASSIVE)")  # the log stays as it is
        return {path.name: path.read_bytes() for path in data.glob("trainhub.sqlite*") if path.suffix != ".sqlite-shm"}
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        home = Path(str(connection.scalar(text("SHOW data_directory"))))
        number = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
        last = wal_segment()
    heap = {
        f"base/{path.name}": path.read_bytes() for path in (home / "base" / str(number)).iterdir() if path.is_file()
    }
    wal = [path for path in (home / "pg_wal").iterdir() if since <= path.name <= last]
    return heap | {path.name: path.read_bytes() for path in wal}


def wal_segment() -> str:
    """Return the name of the write-ahead log's file that is being written; nothing on SQLite."""
    if db.engine.dialect.name == "sqlite":
        return ""
    with db.engine.connect() as connection:
        return str(connection.scalar(text("SELECT pg_walfile_name(pg_current_wal_insert_lsn())")))


def read_keys(data: Path) -> dict[str, str]:
    """Read every key that still lies beside the database."""
    return {path.stem: path.read_text() for path in data.rglob("*.key")}


@dataclass(slots=True)
class Attacker:
    """All methods on one wave: `before` is a backup from before closing (without keys), `after` the machine now."""

    target: Target
    before: Loot
    after: Loot

    def guesses(self) -> Iterator[tuple[str, Guess]]:
        """Yield every method by name with its guess."""
        for method in (self.by_rows, self.by_ids, self.by_transaction, self.by_keys, self.by_pseudonym):
            yield from method()
        for method in (self.by_size, self.by_bytes, self.by_mention):
            yield from method()

    # --- what lies in the tables -------------------------------------------------------------------

    @property
    def sets(self) -> list[str]:
        """Return the answer sets of the wave in the order they lie."""
        return [row["id"] for row in self.after.tables["answer_set"] if row["wave_id"] == self.target.wave_id]

    @property
    def persons(self) -> list[int]:
        return [person for person, _public_id in self.target.order]

    def members(self, loot: Loot) -> Rows:
        mine = (row for row in loot.tables["wave_member"] if row["wave_id"] == self.target.wave_id)
        return [row for row in mine if row["person_id"] in self.persons]

    def by_rows(self) -> Iterator[tuple[str, Guess]]:
        """The n-th row is the n-th person's: in order of answering, and in the order of members."""
        values = list(dict.fromkeys(row["set_id"] for row in self.after.tables["answer"] if row["set_id"] in self.sets))
        for name, sets in (("answer sets", self.sets), ("values", values)):
            yield f"order of {name}", _pair(self.persons, sets)
            yield f"order of {name} backwards", _pair(self.persons, sets[::-1])
            for when, loot in (("before", self.before), ("after", self.after)):
                members = [row["person_id"] for row in self.members(loot)]
                yield f"order of {name} and members {when}", _pair(members, sets)

    def by_ids(self) -> Iterator[tuple[str, Guess]]:
        """Ids, hashes and pseudonyms sorted alike."""
        sets = sorted(self.sets)
        yield "sorted ids", _pair(self.persons, sets)
        for when, loot in (("before", self.before), ("after", self.after)):
            for column in ("id", "token_hash", "person_id"):
                members = sorted(self.members(loot), key=lambda row: row[column])
                yield f"sorted ids and {column} {when}", _pair([row["person_id"] for row in members], sets)

    def by_transaction(self) -> Iterator[tuple[str, Guess]]:
        """What one transaction wrote belongs together (PostgreSQL)."""
        sets = [row for row in self.after.tables["answer_set"] if row["id"] in self.sets]
        if not sets or "_xmin" not in sets[0]:
            return
        for when, loot in (("before", self.before), ("after", self.after)):
            for column in ("_xmin", "_xmax"):
                members = sorted(self.members(loot), key=lambda row: int(row[column]))
                groups = sorted(sets, key=lambda row: int(row["_xmin"]))
                yield f"{column} {when}", _pair([row["person_id"] for row in members], [row["id"] for row in groups])

    def by_size(self) -> Iterator[tuple[str, Guess]]:
        """The longest sealed answer is the longest answer."""
        blobs = [row["blob"] for row in self.before.tables["sealed_answer"] if row["wave_id"] == self.target.wave_id]
        said = Counter[str]()
        for row in self.after.tables["answer"]:
            said[row["set_id"]] += len(str(row["text"] or "")) + 1
        by_blob = [person for _blob, person in sorted(zip(blobs, self.persons, strict=False), key=lambda p: len(p[0]))]
        yield "size of sealed answers", _pair(by_blob, sorted(self.sets, key=lambda each: said[each]))

    # --- keys that were left behind ---------------------------------------------------------------

    def by_keys(self) -> Iterator[tuple[str, Guess]]:
        """Open what the old backup holds sealed with every key there is: the n-th blob is the n-th person's."""
        blobs = [row["blob"] for row in self.before.tables["sealed_answer"] if row["wave_id"] == self.target.wave_id]
        by_values = {self._values(number): number for number in self.sets}
        guess: Guess = {}
        for person, blob in zip(self.persons, blobs, strict=False):
            said = _opened(self.target.public_id, blob, self.after.keys)
            if said in by_values:
                guess[person] = by_values[said]
        yield "keys and sealed answers", guess

    def by_pseudonym(self) -> Iterator[tuple[str, Guess]]:
        """Make everybody's pseudonym with every key there is."""
        rows = {row["pseudonym"]: row["id"] for row in self.after.tables["answer_set"] if row["id"] in self.sets}
        guess: Guess = {}
        for person, public_id in self.target.order:
            for secret in self.after.keys.values():
                made = _pseudonym(secret, public_id)
                if made in rows:
                    guess[person] = rows[made]
        yield "keys and pseudonyms", guess

    def _values(self, set_id: str) -> frozenset[tuple[Any, ...]]:
        rows = (row for row in self.after.tables["answer"] if row["set_id"] == set_id)
        return frozenset((row["item"], row["block"], row["row"], row["choice"], row["text"]) for row in rows)

    # --- bytes that were left behind ---------------------------------------------------------------

    def by_bytes(self) -> Iterator[tuple[str, Guess]]:
        """Where an answer's words lie in a file, and whose traces lie nearest."""
        needles, people = self._answer_needles(), self._person_needles()
        ids = {needle: number for needle, number in needles.items() if needle == number}
        words = {needle: number for needle, number in needles.items() if needle != number}
        for when, loot in (("before", self.before), ("after", self.after)):
            for kind, content in loot.words.items():
                traces = content.find(people)
                for what, sought in (("words", words), ("ids", ids)):
                    said, where = content.find(sought), f"{what} in the bytes of {kind} {when}"
                    for order, finds in (("", said), (" by pages", _by_pages(said))):
                        yield f"first {where}{order}", _pair(self.persons, _in_order(finds))
                        yield f"first {where}{order} backwards", _pair(self.persons[::-1], _in_order(finds))
                        yield f"last {where}{order}", _pair(self.persons, _in_order(finds[::-1])[::-1])
                    yield f"nearest {where}", _nearest(said, traces)

    def by_mention(self) -> Iterator[tuple[str, Guess]]:
        """A row of another table, or a log line, that names a person and something of an answer."""
        answers, people = self._answer_needles(), self._person_needles()
        votes: dict[int, Counter[str]] = defaultdict(Counter)
        rows = [row for name, rows in self.after.tables.items() if name != "answer" for row in rows]
        for line in [*(json.dumps(row, default=str) for row in rows), *self.after.logs.splitlines()]:
            for set_id in {answers[word] for word in answers if word in line}:
                for person in {people[word] for word in people if word in line}:
                    votes[person][set_id] += 1
        yield "mentioned together", {person: found.most_common(1)[0][0] for person, found in votes.items()}

    def _answer_needles(self) -> dict[str, str]:
        """Return words that stand for an answer set: its id and its free text."""
        needles = {number: number for number in self.sets}
        for row in self.after.tables["answer"]:
            if row["set_id"] in needles and row["text"]:
                needles[row["text"][:24]] = row["set_id"]
        return needles

    def _person_needles(self) -> dict[str, int]:
        """Return words that stand for a person: public id, ids and hashes of the membership, then and now."""
        needles = {public_id: person for person, public_id in self.target.order}
        for loot in (self.before, self.after):
            for row in self.members(loot):
                needles |= {row["id"]: row["person_id"], row["token_hash"]: row["person_id"]}
        return needles


def _pair(persons: Sequence[int], sets: Sequence[str]) -> Guess:
    return dict(zip(persons, sets, strict=False))


def _place(at: Any) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", str(at)))


def _opened(wave: str, blob: bytes, keys: Mapping[str, str]) -> frozenset[tuple[Any, ...]] | None:
    """Return the values of a sealed answer, if any of these keys opens it."""
    place = sealing.folder() / f"{wave}.key"
    kept = place.read_text() if place.exists() else None
    try:
        for secret in keys.values():
            place.write_text(secret)
            try:
                values = sealing.unseal(wave, blob).values
            except (KeyLost, ValueError):
                continue
            return frozenset((each.item, each.block, each.row, each.choice, each.text) for each in values)
        return None
    finally:
        place.write_text(kept) if kept is not None else place.unlink(missing_ok=True)


def _pseudonym(secret: str, public_id: str) -> str:
    place = sealing.folder() / "series-attack.key"
    place.write_text(secret)
    try:
        return sealing.pseudonym("attack", public_id)
    except ValueError:
        return ""
    finally:
        place.unlink()


Find = tuple[int, int, Any]


def _by_pages(finds: Sequence[Find]) -> list[Find]:
    return sorted(finds, key=lambda find: (find[0], -find[1]))


def _in_order(finds: Sequence[Find]) -> list[str]:
    return list(dict.fromkeys(meant for _page, _at, meant in finds))


def _nearest(said: Sequence[Find], traces: Sequence[Find]) -> Guess:
    """Let every place where an answer lies vote for the persons whose traces lie next to it, before and after."""
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    everything = sorted([*((find[:2], 0, find[2]) for find in said), *((find[:2], 1, find[2]) for find in traces)])
    for walk in (everything, everything[::-1]):
        person: int | None = None
        for _where, is_trace, meant in walk:
            if is_trace:
                person = meant
            elif person is not None:
                votes[person][meant] += 1
    return {person: found.most_common(1)[0][0] for person, found in votes.items()}
