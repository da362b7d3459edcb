"""The code square without a server: what it states, what is refused, and what the program says."""

import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.certificates.codes import CLOSED, CODE, NAME, OPEN, SECOND, TODAY, Office, asked
from trainhub import cli
from trainhub.certificates import offline, payload, statuslist
from trainhub.certificates.offline import Says
from trainhub.certificates.payload import Broken, UnknownVersion

ROOT = Path(__file__).parents[2]
OFFICE = Office()


# --- what is stated -------------------------------------------------------------------------------


def test_a_code_states_training_hours_and_days_and_no_name() -> None:
    raw = OFFICE.raw()
    assert len(raw) == 101 + len(OPEN.title)
    assert payload.read(OFFICE.text()).content == replace(OPEN, hours=17.75)
    assert not any(word.encode() in raw for word in (*NAME.split(), *SECOND.split(), CODE))


def test_the_longest_code_fits_version_10_of_a_code_square() -> None:
    raw = OFFICE.raw(replace(OPEN, title="Ж" * 300, number=2**32 - 1, hours=9999))
    assert len(raw) <= 177
    title = payload.read(payload.text_of(raw)).content.title
    assert title == "Ж" * 36 + "…"
    whole = "x" * 75 + "é"  # 77 bytes; e and its mark stay together
    assert payload.cut(whole.replace("é", "q̈q̈")).decode() == "x" * 73 + "…"
    assert payload.cut("x" * 72 + "q̈ and more").decode() == "x" * 72 + "…"


def test_a_closed_session_gives_neither_title_nor_days() -> None:
    one = payload.read(OFFICE.text(CLOSED)).content
    assert (one.closed, one.title, one.first_day, one.last_day, one.edition) == (True, "", None, None, bytes(4))
    assert (one.issued, one.expires) == (date(2026, 1, 1), date(2028, 10, 31))  # the year; the end of the month
    assert asked(OFFICE, OFFICE.text(CLOSED)).says == Says.VALID


def test_very_long_and_very_old_trainings() -> None:
    long = payload.read(OFFICE.text(replace(OPEN, last_day=date(2027, 10, 12)))).content
    old = payload.read(OFFICE.text(replace(OPEN, first_day=date(2019, 5, 6), last_day=date(2019, 5, 7)))).content
    assert (long.first_day, long.last_day) == (OPEN.first_day, None)
    assert (old.first_day, old.closed, old.title) == (None, False, OPEN.title)


@pytest.mark.parametrize(
    "typed",
    [
        NAME,
        "Gulcohre Eliaga qizi Ismayilzade",
        "GÜLÇÖHRƏ ƏLİAĞA QIZI İSMAYILZADƏ",
        "gülçöhrə-əliağa qızı  ismayılzadə",
        SECOND,
        "Gulchohra\u200cIsmayilzade",
    ],
)
def test_the_name_is_known_without_marks_in_capitals_and_with_a_hyphen(typed: str) -> None:
    found = payload.read(OFFICE.text())
    assert found.names(typed, "7kq4-m2xv-9r3t")
    assert not found.names(typed, "7KQ4M2XV9R3V")


@pytest.mark.parametrize("typed", ["Gülçöhrə Aliaga qızı İsmayılzadə", "Gülçöhrə Əliyeva", "", "—"])
def test_another_spelling_or_surname_is_not_the_name(typed: str) -> None:
    assert not payload.read(OFFICE.text()).names(typed, CODE)


def test_names_of_other_scripts_fold_as_people_type_them() -> None:
    pairs = [
        ("Щербакова Алёна Юрьевна", "ЩЕРБАКОВА АЛЕНА ЮРЬЕВНА"),
        ("გიორგი მაისურაძე", "ᲒᲘᲝᲠᲒᲘ ᲛᲐᲘᲡᲣᲠᲐᲫᲔ"),
        ("علی‌رضا حسینی", "علي رضا حسيني"),
        ("Oʻktam Gʻaniyev", "O'ktam G'aniyev"),
        ("Łukasz Weiß", "Lukasz Weiss"),
        ("Ňazar Çaryýew", "nazar caryyew"),
    ]
    assert [payload.letters(one) for one, _ in pairs] == [payload.letters(other) for _, other in pairs]


# --- what is answered -----------------------------------------------------------------------------


def test_valid_expired_and_revoked() -> None:
    text, gone = OFFICE.text(), OFFICE.text(replace(OPEN, number=5))
    assert asked(OFFICE, text).says == Says.VALID
    assert asked(OFFICE, text).status is None
    listed = OFFICE.status(3, 5, 90_000)
    assert asked(OFFICE, text, listed).says == Says.VALID
    answer = asked(OFFICE, gone, listed, OFFICE.status(at=datetime(2026, 1, 1, tzinfo=UTC)))
    assert answer.says == Says.REVOKED  # the newest list counts
    assert answer.status is not None
    assert answer.status.at == datetime(2027, 3, 1, 6, 30, tzinfo=UTC)
    until = OFFICE.text(replace(OPEN, expires=TODAY))
    assert asked(OFFICE, until).says == Says.VALID
    assert asked(OFFICE, until, today=TODAY + timedelta(1)).says == Says.EXPIRED


def test_a_rotated_key_still_verifies_and_signs_nothing_new() -> None:
    office = Office()
    before, listed = office.text(), office.status(417)
    old = office.private
    office.rotate(datetime(2026, 11, 1, tzinfo=UTC))

    assert asked(office, before).says == Says.VALID
    assert asked(office, office.text()).says == Says.VALID
    assert asked(office, before, office.status(417)).says == Says.REVOKED  # the list of the new key is the centre's
    assert asked(office, before, listed).says == Says.VALID  # made after its key had been retired: no list
    thief = Office(private=old)
    assert asked(office, thief.text(replace(OPEN, issued=date(2026, 11, 5)))).says == Says.FORGED


def test_what_another_signed_is_forged_or_of_an_unknown_key() -> None:
    other = Office("tbilisi")
    assert asked(other, OFFICE.text()).says == Says.UNKNOWN_KEY
    raw = bytearray(OFFICE.raw())
    raw[1:3] = bytes.fromhex(payload.key_id(other.public))[:2]
    assert asked(other, payload.text_of(bytes(raw))).says == Says.FORGED
    mine = asked(OFFICE, OFFICE.text(), other.status(417))
    assert (mine.says, mine.status) == (Says.VALID, None)


def test_keys_whose_names_begin_alike_are_both_asked() -> None:
    """Two bytes name a key in the code: sooner or later two keys of the world share them."""
    seen: dict[str, Ed25519PrivateKey] = {}
    while True:
        private = Ed25519PrivateKey.generate()
        short = payload.key_id(private.public_key().public_bytes_raw())[:4]
        if short in seen:
            break
        seen[short] = private
    one, two = Office("one", seen[short]), Office("two", private)
    known = offline.keys(one.keys(), two.keys())
    for office in (one, two):
        answer = offline.check(office.text(), known, {}, TODAY)
        assert answer.key is not None
        assert (answer.says, answer.key.centre[1]) == (Says.VALID, office.slug)
    assert offline.check(two.text(), offline.keys(one.keys()), {}, TODAY).says == Says.FORGED


# --- what is refused --------------------------------------------------------------------------------


def test_there_is_one_way_to_write_a_code() -> None:
    digits = payload.text_of(OFFICE.raw())
    payload.read(digits)
    persian = digits.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    wrong = ["", "#", "0", "1", f"0{digits}", f"+{digits}", f"-{digits}", f"{digits}.", f"{digits[:9]}_{digits[9:]}"]
    wrong += [persian, f"{digits[:5]} {digits[5:]}", digits[:-1], digits[1:], f"{digits}0", "9" * 5000, f"#{digits}#"]
    for text in wrong:
        with pytest.raises(Broken):
            payload.read(text)


def test_lengths_spare_bytes_and_versions() -> None:
    raw = OFFICE.raw()
    length = raw[36]
    for bad in (raw[:-1], raw + b"\0", b"\0" + raw, raw[:36] + bytes([length + 1]) + raw[37:], raw[:60], b""):
        with pytest.raises((Broken, UnknownVersion)):
            payload.of_bytes(bad)
    with pytest.raises(Broken):
        payload.of_bytes(raw[:36] + bytes([77]) + b"x" * 77 + raw[-64:])
    with pytest.raises(UnknownVersion):
        payload.read(payload.text_of(b"\x21" + raw[1:]))
    with pytest.raises(Broken):
        payload.read(str(int.from_bytes(b"\2" + raw, "big")))


def _bit(draw: random.Random, one: bytes, two: bytes) -> str:
    raw = bytearray(draw.choice((one, two)))
    raw[draw.randrange(len(raw))] ^= 1 << draw.randrange(8)
    return payload.text_of(bytes(raw))


def _shorter(draw: random.Random, one: bytes, two: bytes) -> str:
    raw = draw.choice((one, two))
    return payload.text_of(raw[: draw.randrange(len(raw))])


def _longer(draw: random.Random, one: bytes, two: bytes) -> str:
    raw = draw.choice((one, two))
    place = draw.randrange(len(raw))
    return payload.text_of(raw[:place] + draw.randbytes(draw.randrange(1, 9)) + raw[place:])


def _crossed(draw: random.Random, one: bytes, two: bytes) -> str:
    place = draw.randrange(1, len(two))
    return payload.text_of(one[:place] + two[place:])


def _noise(draw: random.Random, one: bytes, _two: bytes) -> str:
    return payload.text_of(one[:3] + draw.randbytes(len(one) - 3))


def _digit(draw: random.Random, one: bytes, two: bytes) -> str:
    text = payload.text_of(draw.choice((one, two)))
    place = draw.randrange(len(text))
    return text[:place] + draw.choice("0123456789xé٣- ") + text[place + draw.randrange(2) :]


MUTATIONS = (_bit, _shorter, _longer, _crossed, _noise, _digit)


def test_ten_thousand_mutated_codes_give_no_yes_and_no_crash() -> None:
    """Bits, bytes, digits, lengths, pieces of two codes: whatever comes, only the two true ones are valid."""
    draw = random.Random(8)
    one, two = OFFICE.raw(), OFFICE.raw(CLOSED)
    known = offline.keys(OFFICE.keys())
    true = {payload.text_of(one), payload.text_of(two)}
    seen = set()
    for number in range(10_000):
        text = MUTATIONS[number % len(MUTATIONS)](draw, one, two)
        answer = offline.check(text, known, {}, TODAY)
        assert answer.says != Says.VALID or text.strip() in true, text
        seen.add(answer.says)
    assert seen >= {Says.FORGED, Says.TRUNCATED, Says.UNKNOWN_KEY, Says.UNKNOWN_VERSION}


def test_a_status_list_is_small_signed_and_has_one_form() -> None:
    draw = random.Random(8)
    revoked = draw.sample(range(131_072), 300)
    text = OFFICE.status(*revoked)
    assert len(text) < 1000
    assert statuslist.read(text).revoked == frozenset(revoked)
    known = offline.keys(OFFICE.keys())
    for _ in range(1500):
        place = draw.randrange(len(text) - 1)
        changed = text[:place] + draw.choice("ABab01-_ =é") + text[place + draw.randrange(2) :]
        if changed != text:
            try:
                assert offline.lists([changed], known) == {}, changed
            except statuslist.BrokenList:
                continue
    for gaps in (b"\x80", b"\x80\x00", b"\xff\xff\xff\xff\x7f"):
        with pytest.raises(statuslist.BrokenList):
            list(statuslist._places(gaps))


# --- the program ------------------------------------------------------------------------------------


Ask = Callable[..., tuple[int, str]]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Give `trainhub certificates verify` where there is no installation and no database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRAINHUB_DATA", str(tmp_path / "none"))
    monkeypatch.setenv("TRAINHUB_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/nowhere")

    def act(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as end:
            cli.main(["certificates", "verify", *words])
        assert not (tmp_path / "none").exists()  # it leaves nothing behind
        said = capsys.readouterr()
        return int(str(end.value.code)), said.out + said.err

    return act


def test_the_program_says_it_in_words(tmp_path: Path, ask: Ask) -> None:
    office = Office()
    before = office.text()
    office.rotate(datetime(2026, 11, 1, tzinfo=UTC))
    (tmp_path / "keys.json").write_text(office.keys())
    (tmp_path / "status.txt").write_text(office.status(5))
    forged = bytearray(office.raw())
    forged[12] ^= 1
    expired = office.text(replace(OPEN, expires=date(2026, 10, 31)))
    files = ["--keys", "keys.json", "--status", "status.txt"]

    code, said = ask(before, *files, "--name", NAME, "--code", CODE)
    assert code == 0
    assert said.startswith("valid.\n")
    assert "not revoked in the list of 2027-03-01 06:30 UTC" in said
    assert "Name: yes" in said
    assert ask(before, *files, "--name", "Somebody Else", "--code", CODE)[0] == 1
    assert ask(expired, *files, "--day", "2026-10-31")[0] == 0
    for text, expected in (
        (office.text(replace(OPEN, number=5)), "revoked, as of 2027-03-01 06:30 UTC."),
        (expired, "expired: it was valid until 2026-10-31."),
        (payload.text_of(bytes(forged)), "forged:"),
        (Office().text(), "unknown key:"),
        (before[:-1], "truncated:"),
    ):
        code, said = ask(text, *files, "--day", TODAY.isoformat())
        assert (code, said[: len(expected)]) == (1, expected)


def test_a_call_that_cannot_be_answered_exits_with_two(tmp_path: Path, ask: Ask) -> None:
    text = OFFICE.text()
    assert "--keys" in ask(text)[1]
    (tmp_path / "keys.json").write_text("{}")
    (tmp_path / "good.json").write_text(OFFICE.keys())
    (tmp_path / "status.txt").write_text(Office("tbilisi").status(1))
    for words in (
        [text],
        [text, "--keys", "keys.json"],
        ["missing.pdf", "--keys", "good.json"],
        [text, "--keys", "good.json", "--status", "status.txt"],
        [text, "--keys", "good.json", "--name", NAME],
    ):
        assert ask(*words)[0] == 2


def test_a_process_of_its_own_needs_nothing_but_the_keys(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text(OFFICE.keys())
    environ = {name: value for name, value in os.environ.items() if not name.startswith("TRAINHUB_")}
    command = [sys.executable, "-m", "trainhub.cli", "certificates", "verify", OFFICE.text(), "--keys", "keys.json"]
    done = subprocess.run(
        command, env=environ | {"PYTHONPATH": str(ROOT)}, cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout[:7]) == (0, "valid.\n"), done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["keys.json"]
