"""Nobody learns which answer is whose: an attacker with the whole machine does not beat guessing, on both databases.

Waves of 20 persons are answered one after the other over HTTP, some by people who are signed in, and closed. The
attacker (attack.py) knows who answered in which order, has a backup from before closing (without `waves/`, as every
backup must be) and everything that is there afterwards. A method that seems to work is tried again on new waves: with
some forty methods one of them is lucky now and then, but not twice.
"""

import io
import logging
import math
import random
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from trainhub.accounts.models import Account
from trainhub.app import create_app
from trainhub.kernel import clock, jobs, work
from trainhub.kernel.db import db, expect_writes
from trainhub.kernel.errors import Refused
from trainhub.questionnaires import sealing, services
from trainhub.questionnaires.content import Content, Section
from trainhub.questionnaires.models import AnswerSet, SealedAnswer, Wave
from trainhub.questionnaires.services import closing
from trainhub.testing.make import Make
from trainhub.testing.prepared import prepare
from trainhub.web.logs import JsonLine

from .attack import Attacker, Loot, Target, read_files, read_keys, read_tables, wal_segment
from .sample import AGAIN, USEFUL, WHY, t

PEOPLE = 20
WAVES = 12  # every fourth one under pseudonyms
CONTENT = Content((Section("all", t("All"), items=(USEFUL, AGAIN, replace(WHY, only_if=None))),))


@dataclass(slots=True)
class World:
    """A centre of its own with real commits, its data folder, and what was logged."""

    app: Flask
    data: Path
    log: io.StringIO


@pytest.fixture
def world(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    url = request.getfixturevalue("postgres_server")() if backend == "postgresql" else ""
    app = create_app({"DATA": tmp_path, "DATABASE_URL": url, "STRICT": True, "TESTING": True, "LOG_LEVEL": "DEBUG"})
    app.config.update(WTF_CSRF_ENABLED=False)
    expect_writes(True)
    prepare(app)
    with _logged() as log, app.app_context():
        yield World(app, tmp_path, log)
        db.session.remove()
        db.engine.dispose()


@contextmanager
def _logged() -> Iterator[io.StringIO]:
    """Catch every line that any logger writes."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(JsonLine())
    loggers = [logging.getLogger(), logging.getLogger("trainhub"), logging.getLogger("werkzeug")]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield lines
    finally:
        for logger in loggers:
            logger.removeHandler(handler)


@dataclass(slots=True)
class Battle:
    """Waves that were answered and closed, the loot, and the truth that only the test knows."""

    targets: list[Target]
    before: Loot
    after: Loot
    truth: dict[int, dict[int, str]]  # wave -> person -> what they wrote
    tokens: list[str]

    def hits(self) -> Counter[str]:
        """Return method -> how many persons it got right, in all waves together."""
        found: Counter[str] = Counter()
        said = {row["set_id"]: row["text"] for row in self.after.tables["answer"] if row["item"] == "why"}
        for target in self.targets:
            for method, guess in Attacker(target, self.before, self.after).guesses():
                right = sum(said[number] == self.truth[target.wave_id][who] for who, number in guess.items())
                found[method] += right
        return found


def fight(world: World, waves: int = WAVES) -> Battle:
    """Have waves answered and closed, and take the loot."""
    since, make = wal_segment(), Make()
    people = [make.account() for _each in range(PEOPLE + 3)]
    targets, truth, tokens = [], {}, []
    for number in range(waves):
        target, said, used = _answered_wave(world, people, pseudonymous=number % 4 == 3)
        targets.append(target)
        truth[target.wave_id] = said
        tokens += used
    before = Loot(read_tables(), read_files(world.data, since))
    for target in targets:
        services.close_wave(services.find_wave(target.public_id))
        work.commit()
        jobs.drain()
    after = Loot(read_tables(), read_files(world.data, since), read_keys(world.data), world.log.getvalue())
    return Battle(targets, before, after, truth, tokens)


def _answered_wave(
    world: World, people: list[Account], *, pseudonymous: bool
) -> tuple[Target, dict[int, str], list[str]]:
    now, series = clock.now(), f"s{random.getrandbits(60)}" if pseudonymous else ""
    questionnaire = services.create(title=t("Opinion"), content=CONTENT)
    wave = services.plan_wave(
        version=questionnaire.versions[0],
        identity="pseudonymous" if pseudonymous else "anonymous",
        title=t("Training"),
        opens_at=now,
        closes_at=now + timedelta(days=1),
        series=series,
    )
    services.open_wave(wave)
    links = {each.id: services.invite(wave, each.person) for each in people}
    number, public_id = wave.id, wave.public_id
    answering = random.sample([(each.id, each.stamp, each.person.id, each.person.public_id) for each in people], PEOPLE)
    work.commit()  # from here on nobody but those who answer is at work
    said = {}
    for account, stamp, person, _public_id in answering:
        said[person] = _words()
        _answer(world, links[account], said[person], f"{account}:{stamp}" if person % 2 else "")
    order = [(person, known) for _account, _stamp, person, known in answering]
    return Target(number, public_id, series, order), said, list(links.values())


def _words() -> str:
    """Return a text that nobody else writes, short or long."""
    return " ".join([secrets.token_hex(12), *["well"] * random.randrange(200)])


def _answer(world: World, token: str, words: str, signed_in: str) -> None:
    client = world.app.test_client()
    if signed_in:
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = signed_in, True
    given = {"useful": random.choice("12345"), "again": "yes", "why": words}
    answer = client.post(f"/answer/{token}", data=given)
    assert answer.status_code == 303, answer.text[:2000]


def odds(hits: Counter[str], waves: int = WAVES) -> dict[str, float]:
    """Return method -> by how many standard errors it beats guessing (one hit a wave, variance one)."""
    return {method: (found - waves) / math.sqrt(waves) for method, found in hits.items()}


def working(hits: Counter[str], waves: int = WAVES) -> set[str]:
    return {method for method, beats in odds(hits, waves).items() if beats > 3}


def test_the_whole_machine_does_not_tell_whose_answer_is_whose(world: World) -> None:
    battle = fight(world)
    assert battle.after.keys.keys() == {"secret", "confidential"} & battle.after.keys.keys()
    assert len(battle.after.tables["answer_set"]) == WAVES * PEOPLE
    hits = battle.hits()
    print(f"{WAVES} waves of {PEOPLE}; hits of each method, {WAVES} expected of guessing:")
    for method, found in (+hits).most_common():
        print(f"  {found:4}  {odds(hits)[method]:+.1f} s.e.  {method}")
    assert hits["keys and sealed answers"] == hits["keys and pseudonyms"] == hits["mentioned together"] == 0
    lucky = working(hits)
    for _again in range(2):  # some method is lucky now and then; one that works is so each time
        lucky = lucky and lucky & working(fight(world).hits())
    assert lucky == set()


def test_neither_answers_nor_tokens_are_logged_or_kept_elsewhere(world: World) -> None:
    battle = fight(world, waves=2)
    words = {text[:24] for said in battle.truth.values() for text in said.values()}
    assert "/answer/…" in battle.after.logs
    assert [word for word in (*words, *battle.tokens) if word in battle.after.logs] == []
    elsewhere = str([rows for name, rows in battle.after.tables.items() if name != "answer"])
    assert [word for word in words if word in elsewhere] == []
    assert [token for token in battle.tokens if token in elsewhere] == []  # mails that waited were taken back
    kept = [bytes(word, "ascii") for word in words]
    assert not any(word in content for content in battle.before.files.values() for word in kept)  # sealed


def unsealed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep answers in the order they came."""
    monkeypatch.setattr(closing, "mixed", list)


def with_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the keys where they are."""
    monkeypatch.setattr(sealing, "destroy_key", lambda name: None)


def of_every_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seal without filling up."""
    monkeypatch.setattr(sealing, "size_of", lambda content, blocks: 0)
    monkeypatch.setattr(sealing, "seal", _unpadded(sealing.seal))


def _unpadded(seal: Callable[..., bytes]) -> Callable[..., bytes]:
    def sealed(wave: str, opened: Any, _size: int) -> bytes:
        return seal(wave, opened, 120 + sum(len(value.text or "") + 60 for value in opened.values))

    return sealed


@pytest.mark.parametrize(
    ("fault", "method"),
    [
        (unsealed, "order of answer sets"),
        (unsealed, "words in the bytes of tables"),
        (unsealed, "words in the bytes of log"),
        (with_keys, "keys and sealed answers"),
        (of_every_size, "size of sealed answers"),
    ],
)
def test_the_attacker_finds_people_where_a_safeguard_is_missing(
    world: World, monkeypatch: pytest.MonkeyPatch, fault: Callable[[pytest.MonkeyPatch], None], method: str
) -> None:
    fault(monkeypatch)
    hits = fight(world, waves=2).hits()
    found = {name: number for name, number in hits.items() if method in name}
    print(found)
    assert max(found.values()) > PEOPLE // 2  # of 40; a guess has 2
    assert set(found) & working(hits, 2)


def test_one_link_pressed_by_many_at_once_is_one_answer(world: World) -> None:
    wave = _small_wave()
    token, number = services.invite(wave, Make().person()), wave.id
    work.commit()
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda _each: _tried(world, token), range(16)))
    assert sum(done) == 1
    assert db.session.query(SealedAnswer).filter_by(wave_id=number).count() == 1


def test_an_answer_comes_before_closing_or_not_at_all(world: World) -> None:
    """Whoever was told that the answer is kept finds it among the results."""
    wave = _small_wave()
    make, public_id = Make(), wave.public_id
    tokens = [services.invite(wave, make.person()) for _each in range(24)]
    work.commit()
    with ThreadPoolExecutor(8) as pool:
        answering = [pool.submit(_tried, world, token) for token in tokens]
        pool.submit(_closed, world, public_id).result()
        kept = sum(each.result() for each in answering)
    closed = services.find_wave(public_id)
    assert (closed.state, closed.counted) == ("closed", kept)
    assert sum(member.answered for member in services.members(closed)) == kept
    assert db.session.query(SealedAnswer).filter_by(wave_id=closed.id).count() == 0
    assert db.session.query(AnswerSet).filter_by(wave_id=closed.id).count() == (kept if closed.kept else 0)


def _small_wave() -> Wave:
    questionnaire = services.create(title=t("Opinion"), content=CONTENT)
    now = clock.now()
    wave = services.plan_wave(
        version=questionnaire.versions[0],
        identity="anonymous",
        title=t("Training"),
        opens_at=now,
        closes_at=now + timedelta(days=1),
        minimum=3,
    )
    services.open_wave(wave)
    return wave


def _tried(world: World, token: str) -> bool:
    """Answer in a thread of its own; say whether it was taken."""
    with world.app.app_context():
        expect_writes(True)
        try:
            services.answer(token, {"again": ["yes"]})
            work.commit()
        except Refused:
            work.rollback()
            return False
        return True


def _closed(world: World, public_id: str) -> None:
    with world.app.app_context():
        expect_writes(True)
        services.close_wave(services.find_wave(public_id))
        work.commit()
        jobs.drain()
