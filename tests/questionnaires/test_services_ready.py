"""What every installation begins with: sound questionnaires in four languages, and their questions in the bank."""

import pytest

from trainhub.kernel.db import db
from trainhub.questionnaires import services
from trainhub.questionnaires.content import content_from_json, faults, languages_of, texts
from trainhub.questionnaires.models import BankItem, Questionnaire

KEYS = {
    *("reaction", "migrants", "knowledge", "practice", "practice-follow-up", "practice-supervisor"),
    *("trainer-evaluation", "scorecard", "institution"),
}


@pytest.mark.parametrize("key", sorted(KEYS))
def test_ready_questionnaires_can_be_sent_at_once_in_four_languages(session: object, key: str) -> None:
    version = services.find_by_key(key).latest
    assert version is not None
    content = content_from_json(version.content)
    assert faults(content) == []
    assert languages_of(content) == ["en", "az", "ru", "tk"]
    for path, text in texts(content):
        assert len(set(text.values.values())) > 1 or path.endswith("/thanks"), path
    words = {str(option.text) for item in content.items for option in item.options}
    assert "I do not know" in words or any(item.scale and item.scale.unsure for item in content.items)


def test_their_questions_are_in_the_bank(session: object) -> None:
    keys = {item.key for item in services.bank_items()}
    for key in KEYS:
        version = services.find_by_key(key).latest
        assert version is not None
        content = content_from_json(version.content)
        assert {item.bank for item in content.items} <= keys


def test_before_after_and_supervisor_are_asked_the_same(session: object) -> None:
    asked = []
    for key in ("practice", "practice-follow-up", "practice-supervisor"):
        version = services.find_by_key(key).latest
        assert version is not None
        asked.append(content_from_json(version.content).sections[0])
    assert asked[0] == asked[1] == asked[2]


def test_what_staff_made_of_them_stays(session: object) -> None:
    questionnaire = services.find_by_key("reaction")
    services.draft_of(questionnaire)
    services.find_bank_item("relevant").theme = "ours"
    db.session.query(BankItem).filter_by(key="new").delete()
    number = db.session.query(Questionnaire).count()
    services.ensure_ready()
    assert db.session.query(Questionnaire).count() == number
    assert len(questionnaire.versions) == 2
    assert services.find_bank_item("relevant").theme == "ours"
    assert services.find_bank_item("new").theme == "reaction"
