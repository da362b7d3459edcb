"""What is issued carries its proof: a payload, a place in the status list, and a signature on the file."""

import json
import random
import subprocess
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.certificates.codes import TODAY
from trainhub import cli
from trainhub.certificates import keys, offline, payload, services, signing
from trainhub.certificates.models import Certificate, CertificateHold
from trainhub.certificates.offline import Answer, Says
from trainhub.kernel import clock
from trainhub.kernel.db import db
from trainhub.kernel.work import Actor
from trainhub.testing.make import Make

STAFF = Actor(None, "Staff")


def checked(certificate: Certificate, *lists: str) -> Answer:
    known = offline.keys(json.dumps(keys.published()))
    return offline.check(services.facts.qr_text(certificate), known, offline.lists(lists, known), TODAY)


def test_what_is_issued_can_be_checked_offline(make: Make) -> None:
    person = make.person(native="Gülçöhrə Əliağa qızı İsmayılzadə", latin="Gulchohra Ismayilzade")
    made = services.issue(make.graduate(person=person), STAFF)

    text = services.facts.qr_text(made)
    assert text.startswith("http://localhost/v#")
    assert text.partition("#")[2].isdigit()
    answer = checked(made)
    stated = answer.content
    assert answer.says == Says.VALID
    assert (stated.kind, stated.title) == ("participation", made.facts["titles"]["en"])
    assert (stated.first_day, stated.hours) == (made.registration.session.first_day, made.facts["hours"])
    assert answer.payload is not None
    assert answer.payload.names("Gulcohre Eliaga qizi Ismayilzade", made.printed_code)
    assert answer.payload.names("GULCHOHRA ISMAYILZADE", made.code)
    assert not answer.payload.names("Gulchohra Aliyeva", made.code)


def test_revoking_shows_in_the_list_and_in_its_bits(make: Make) -> None:
    registration = make.graduate()
    first = services.issue(registration, STAFF)
    second = services.reissue(first, by=STAFF)
    db.session.flush()
    assert first.status_index is not None
    assert first.status_index != second.status_index

    listed = services.status.signed(first.centre)
    assert checked(first, listed).says == Says.REVOKED
    assert checked(second, listed).says == Says.VALID
    bits, at = services.status.bits(first.centre)
    assert (len(bits), at) == (16_384, clock.now())
    assert sum(each.bit_count() for each in bits) == 1
    assert bits[first.status_index // 8] == 0x80 >> first.status_index % 8


def test_a_closed_session_is_not_named_in_the_code_nor_when_it_is_closed_later(make: Make) -> None:
    closed = services.issue(make.graduate(make.session(day=-7, slots=2, closed=True)), STAFF)
    stated = checked(closed).content
    assert (stated.closed, stated.title, stated.first_day) == (True, "", None)
    assert (stated.issued.month, stated.issued.day) == (1, 1)
    opened = services.issue(make.graduate(), STAFF)
    opened.registration.session.closed = True
    assert services.facts.qr_text(opened) == services.verify_url(opened)


def test_without_its_key_a_certificate_is_held_back_and_files_are_not_said_to_be_signed(make: Make) -> None:
    first = services.issue(make.graduate(), STAFF)
    signed = services.document(first, ("en", "az"))
    for use in ("code", "pdf"):
        keys.place_of(keys.current(first.centre, use).key_id).unlink()

    held = services.attempt(make.graduate(), STAFF)
    plain = services.document(first, ("en", "az"))

    assert isinstance(held, CertificateHold)
    assert held.refused is False
    assert plain != signed
    assert services.sign(first, plain, ("en", "az")) == plain


def test_a_file_is_signed_when_it_is_handed_out_and_one_flipped_byte_breaks_it(
    app: Flask, make: Make, tmp_path: Path
) -> None:
    made = services.issue(make.graduate(), STAFF)
    printed = services.document(made, ("ru", "en"))
    file = services.sign(made, printed, ("ru", "en"))
    assert file.startswith(printed)
    assert services.document(made, ("ru", "en")) == printed

    x509 = keys.current(made.centre, "pdf").row.x509
    at = clock.now()
    assert signing.examine(file, [x509], at)[:2] == (signing.Sealed.GOOD, x509)
    assert signing.examine(file, [], at)[0] == signing.Sealed.UNKNOWN
    assert signing.examine(printed, [x509], at)[0] == signing.Sealed.NONE
    assert signing.examine(file + b"\n% more\n", [x509], at)[0] == signing.Sealed.BROKEN
    assert signing.examine(b"%PDF-1.7 nothing", [x509], at)[0] == signing.Sealed.BROKEN
    draw = random.Random(8)
    gap = file.rindex(b"/Contents <")
    for place in [*draw.sample(range(9, len(file)), 25), *draw.sample(range(gap + 12, gap + 1500), 15)]:
        broken = bytearray(file)
        broken[place] ^= 1 << draw.randrange(7)
        assert signing.examine(bytes(broken), [x509], at)[0] != signing.Sealed.GOOD, place
    place = tmp_path / "certificate.pdf"
    place.write_bytes(file)
    assert (
        "No syntax or stream encoding errors"
        in subprocess.run(["qpdf", "--check", place], capture_output=True, text=True, check=True).stdout
    )
    assert "Signature is Valid" in subprocess.run(["pdfsig", place], capture_output=True, text=True).stdout
    assert signing.attached(file, payload.FILE) == services.facts.qr_text(made).encode()


def test_the_program_checks_a_file(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = services.issue(make.graduate(), STAFF)
    file = services.sign(made, services.document(made, ("en", "az")), ("en", "az"))
    monkeypatch.chdir(tmp_path)
    Path("good.pdf").write_bytes(file)
    Path("changed.pdf").write_bytes(file.replace(b"/Type", b"/Tyqe", 1))
    Path("plain.pdf").write_bytes(services.document(made, ("en", "az")))
    Path("keys.json").write_text(json.dumps(keys.published()))
    services.revoke(made, reason="mistake", by=STAFF)
    db.session.flush()
    Path("status.txt").write_text(services.status.signed(made.centre))

    def ask(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as end:
            cli.main(["certificates", "verify", *words, "--keys", "keys.json"])
        return int(str(end.value.code)), capsys.readouterr().out

    assert ask("good.pdf")[0] == 0
    assert "File: signed by" in ask("good.pdf")[1]
    assert ask("good.pdf", "--status", "status.txt")[1].startswith("revoked, as of 2027-03-02 08:00 UTC.")
    assert ask("changed.pdf") == (
        1,
        "forged: the file was changed after it was signed, or is not what its key signs.\n",
    )
    assert ask("plain.pdf")[1].startswith("not signed")


def test_everybody_may_have_the_status_list(client: FlaskClient, make: Make) -> None:
    centre = make.centre()
    keys.ensure([centre])
    answer = client.get(f"/certificates/centres/{centre.slug}/status.txt")
    assert answer.text.startswith("trainhub-status-1:")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/certificates/centres/nowhere/status.txt").status_code == 404
