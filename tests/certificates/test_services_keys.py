"""Keys: private halves beside the database, one that signs a centre and use, retired ones that still verify."""

import json
import stat
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import Flask
from flask.testing import FlaskClient

from trainhub import doctor
from trainhub.certificates import keys, payload
from trainhub.certificates.models import KEY_USES, SigningKey
from trainhub.kernel import clock
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.testing.make import Make


def test_a_key_is_made_at_first_use_and_its_private_half_is_a_file_of_its_owner(make: Make) -> None:
    centre = make.centre()

    made = keys.current(centre, "code")

    place = keys.place_of(made.key_id)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert keys.current(centre, "code").row is made.row
    assert keys.current(make.centre("other"), "code").key_id != made.key_id
    Ed25519PublicKey.from_public_bytes(made.public).verify(made.sign(b"words"), b"words")
    assert made.key_id == payload.key_id(made.public)


def test_the_key_of_pdf_files_has_a_certificate_that_names_the_centre(make: Make) -> None:
    centre = make.centre()
    found = x509.load_pem_x509_certificate(keys.current(centre, "pdf").row.x509.encode())
    assert str(centre.title) in found.subject.rfc4514_string()
    assert found.not_valid_before_utc < clock.now() < datetime(2050, 1, 1, tzinfo=UTC) < found.not_valid_after_utc
    usage = found.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.content_commitment, usage.key_cert_sign) == (True, True, False)


def test_a_rotated_key_signs_no_more_and_still_verifies(make: Make) -> None:
    centre = make.centre()
    first = keys.current(centre, "code")
    signed = first.sign(b"words")

    old, second = keys.rotate(centre, "code")

    assert old is first.row
    assert old.retired_at == clock.now()
    assert keys.current(centre, "code").key_id == second.key_id != old.key_id
    with pytest.raises(ValueError, match="still signs"):
        keys.destroy(second.row)
    keys.destroy(old)
    assert not keys.place_of(old.key_id).exists()
    told = {each["id"]: each for each in keys.published()["keys"]}
    assert told[old.key_id]["retired"] == clock.now().isoformat()
    assert told[second.key_id]["retired"] is None
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(told[old.key_id]["public"]))
    public.verify(signed, b"words")
    with pytest.raises(InvalidSignature):
        public.verify(second.sign(b"words"), b"words")


def test_neither_the_database_nor_its_history_knows_a_secret(make: Make) -> None:
    made = keys.current(make.centre(), "badge")
    private = keys.place_of(made.key_id).read_text()

    entry = db.session.query(AuditEntry).filter_by(kind="signing_key", row_id=made.row.id).one()

    assert (entry.subject_kind, entry.subject_id) == ("centre", made.row.centre_id)
    stored = [getattr(made.row, column.name) for column in SigningKey.__table__.columns]
    body = "".join(line for line in private.splitlines() if "-" not in line)
    assert body not in json.dumps([entry.changes, [str(each) for each in stored]])
    assert made.private.private_bytes_raw() not in [each for each in stored if isinstance(each, bytes)]  # type: ignore[union-attr]


def test_all_centres_have_all_keys_after_an_upgrade(make: Make) -> None:
    centre = make.centre()
    keys.ensure()
    keys.ensure()
    mine = [row.use for row in db.session.query(SigningKey).filter_by(centre_id=centre.id)]
    assert sorted(mine) == sorted(KEY_USES)


def test_doctor_misses_a_private_half_that_is_gone_open_or_of_another_key(app: Flask, make: Make) -> None:
    one, two, three = (keys.current(make.centre(slug), "code") for slug in ("one", "two", "three"))
    keys.place_of(one.key_id).unlink()
    keys.place_of(two.key_id).chmod(0o644)
    keys.place_of(three.key_id).write_bytes(keys.place_of(two.key_id).read_bytes())

    said = [str(each) for each in doctor._keys(app) if not each.good]

    assert len(said) == 3
    assert all("trainhub certificates rotate" in each for each in said)
    assert f"Signing key {one.key_id}" in said[0]
    with pytest.raises(keys.KeyMissing):
        keys.current(one.row.centre, "code")


def test_everybody_may_read_the_public_keys(client: FlaskClient, make: Make) -> None:
    made = keys.current(make.centre(), "code")
    answer = client.get("/certificates/keys.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert made.public.hex() in [each["public"] for each in answer.get_json()["keys"]]
