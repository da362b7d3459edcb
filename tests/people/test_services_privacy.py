"""The privacy notice has versions; an agreement is to one of them."""

from datetime import timedelta

import pytest

from trainhub.kernel import clock as kernel_clock
from trainhub.kernel import i18n
from trainhub.kernel.db import db
from trainhub.kernel.errors import NotFound
from trainhub.kernel.types import Texts
from trainhub.people import services as people
from trainhub.people.models import Consent, PrivacyNotice


def test_every_installation_has_the_notice_in_every_language(app, session):
    notice = people.current_notice()
    assert notice.version == "2026-1"
    assert notice.body.missing(i18n.languages()) == []
    assert {notice.body.text(code).count("\n## ") for code in i18n.languages()} == {4}
    people.ensure_reference_data()  # a second time
    assert db.session.query(PrivacyNotice).count() == 2  # and the terms of use


def test_agreeing_twice_is_one_agreement(make):
    person, notice = make.person(), people.current_notice()
    first = people.consent(person, notice)
    assert people.consent(person, notice) is first
    assert people.agreements(person) == [first]


def test_a_new_version_is_agreed_to_anew(make):
    person, old = make.person(), people.current_notice()
    people.consent(person, old)
    newer = PrivacyNotice(version="2027-1", body=Texts.of({"en": "New"}))
    soon = kernel_clock.now() + timedelta(days=9)
    later = PrivacyNotice(version="2028-1", body=Texts.of({"en": "Later"}), published_at=soon)
    db.session.add_all([newer, later])
    db.session.flush()
    assert people.current_notice() is newer
    people.consent(person, newer)
    assert db.session.query(Consent).count() == 2
    assert people.notice("2026-1") is old
    with pytest.raises(NotFound):
        people.notice("1999-1")
