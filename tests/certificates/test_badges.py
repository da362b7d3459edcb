"""Certificates as Open Badges: another maker's code verifies them without a network, and nothing that was changed."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from trainhub.accounts.models import Account
from trainhub.certificates import badges, keys, services
from trainhub.certificates.models import Certificate
from trainhub.certificates.services.seal import seal
from trainhub.kernel.db import db
from trainhub.kernel.work import Actor
from trainhub.testing import Clock
from trainhub.testing.make import Make

SignIn = Callable[[Account], FlaskClient]
Badge = dict[str, Any]
READER = Path(__file__).with_name("badge_reader.mjs")
NOW = "2027-03-10T00:00:00Z"


@pytest.fixture
def issued(make: Make, clock: Clock) -> Certificate:
    made: Certificate = make.certificate()
    seal(made)
    db.session.flush()
    return made


def read(badge: Badge, certificate: Certificate, **instead: Any) -> dict[str, Any]:
    """Return what the reader says of a badge, with what is published now at hand."""
    from openbadgeslib.ob3.contexts import bundled_contexts

    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI"):
            pytest.fail("Node is missing")
        pytest.skip("Node is missing")
    asked = {
        "badge": badge,
        "did": services.badges.did_document(certificate.centre),
        "statusList": services.badges.status_credential(certificate.centre),
        "contexts": bundled_contexts(),
        "now": NOW,
    }
    done = subprocess.run(
        [node, str(READER)], input=json.dumps(asked | instead), capture_output=True, text=True, check=True, timeout=60
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_a_badge_is_true_and_what_was_changed_is_not(issued: Certificate) -> None:
    badge = badges.issue_badge(issued)
    assert read(badge, issued) == {"verified": True, "revoked": False, "why": []}
    forged = json.loads(json.dumps(badge))
    forged["credentialSubject"]["achievement"]["name"] = "Another training"
    assert not read(forged, issued)["verified"]
    place = json.loads(json.dumps(badge))
    place["credentialStatus"]["statusListIndex"] = "7"
    assert not read(place, issued)["verified"]


def test_another_issuer_s_badge_is_not_ours(issued: Certificate) -> None:
    badge = badges.issue_badge(issued)
    other = badge | {"issuer": badge["issuer"] | {"id": "did:web:centre.example"}}
    assert not read(other, issued)["verified"]
    document = services.badges.did_document(issued.centre)
    stranger = document | {"verificationMethod": [], "assertionMethod": []}
    assert not read(badge, issued, did=stranger)["verified"]


def test_a_badge_ends_with_its_certificate(issued: Certificate) -> None:
    issued.expires_on = issued.issued_on.replace(year=2029)
    badge = badges.issue_badge(issued)
    assert read(badge, issued)["verified"]
    late = read(badge, issued, now="2031-01-01T00:00:00Z")
    assert not late["verified"]
    assert any("validUntil" in each for each in late["why"])


def test_revocation_shows_in_the_list_and_the_list_cannot_be_changed(issued: Certificate, make: Make) -> None:
    badge, before = badges.issue_badge(issued), services.badges.status_credential(issued.centre)
    services.revoke(certificate=issued, reason="mistake", note="", by=Actor())
    assert read(badge, issued)["revoked"]
    assert not read(badge, issued, statusList=before)["revoked"]  # an older list knows nothing of it, and says its date
    swapped = services.badges.status_credential(issued.centre)
    swapped["credentialSubject"]["encodedList"] = before["credentialSubject"]["encodedList"]
    assert not read(badge, issued, statusList=swapped)["verified"]


def test_old_badges_stay_true_when_the_key_was_changed(issued: Certificate) -> None:
    badge = badges.issue_badge(issued)
    keys.rotate(issued.centre, "badge")
    assert read(badge, issued)["verified"]
    again = badges.issue_badge(issued)
    assert again["proof"]["verificationMethod"] != badge["proof"]["verificationMethod"]
    assert read(again, issued)["verified"]


def test_the_same_certificate_gives_the_same_badge(issued: Certificate) -> None:
    assert badges.issue_badge(issued) == badges.issue_badge(issued)


def test_a_closed_session_is_not_told(make: Make) -> None:
    title = make.texts("Secret border matters")
    session = make.session(day=-7, slots=2, closed=True, title=title, slug="secret-matters")
    made = make.certificate(make.graduate(session))
    seal(made)
    text = json.dumps(badges.issue_badge(made), ensure_ascii=False)
    assert "Closed training of the centre" in text
    for word in ("Secret", "secret-matters", session.public_id, made.facts["first_day"]):
        assert word not in text


def test_the_holder_takes_it_as_file_and_picture(make: Make, sign_in: SignIn) -> None:
    account = make.account(native="Şəhla Ağayeva")
    made = make.certificate(make.graduate(person=account.person))
    seal(made)
    db.session.commit()
    client = sign_in(account)
    page = client.get("/me/certificates/").text
    assert f"/certificates/{made.public_id}/badge.json" in page
    told = client.get(f"/certificates/{made.public_id}/badge.json")
    assert told.mimetype == "application/vc+ld+json"
    assert json.loads(told.data)["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    badge = json.loads(told.data)
    assert badge["credentialSubject"]["identifier"][0]["identityHash"] == made.facts["name"]
    from openbadgeslib import baking

    picture = client.get(f"/certificates/{made.public_id}/badge.svg").data
    carried = baking.extract_svg(picture, element=baking.SVG_ELEMENT_OB3, text_fallback=True)
    assert json.loads(carried) == badge
    assert sign_in(make.account()).get(f"/certificates/{made.public_id}/badge.json").status_code == 404


def test_everybody_reads_keys_and_list(issued: Certificate, client: FlaskClient) -> None:
    db.session.commit()
    slug = issued.centre.slug
    document = client.get(f"/certificates/centres/{slug}/did.json")
    assert document.json is not None
    assert document.json["id"] == badges.did_of(issued.centre)
    listed = client.get(f"/certificates/centres/{slug}/status.json")
    assert listed.json is not None
    assert "BitstringStatusListCredential" in listed.json["type"]
    assert listed.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/certificates/centres/nowhere/did.json").status_code == 404


def test_it_lies_inside_the_pdf(issued: Certificate) -> None:
    from trainhub.certificates import signing

    printed = services.document(issued, ("en", "az"))
    inside = signing.attached(printed, services.papers.BADGE)
    assert inside is not None
    assert json.loads(inside) == badges.issue_badge(issued)
