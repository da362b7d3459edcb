"""Versions: drafts are edited, what was sent is frozen, the bank hands out copies."""

from dataclasses import replace
from typing import Any

import pytest

from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.questionnaires import services
from trainhub.questionnaires.content import Content, Section, content_from_json, remove_item

from .sample import AGAIN, OPINION, USEFUL, WHY, t


def test_a_sent_version_is_frozen_and_an_edit_makes_the_next(wave: Any) -> None:
    sent = wave().version
    questionnaire = sent.questionnaire
    assert sent.state == "frozen"
    with pytest.raises(Refused, match="makes a new version"):
        services.save_draft(sent, OPINION)
    draft = services.draft_of(questionnaire)
    assert (draft.no, draft.state, draft.content) == (2, "draft", sent.content)
    services.save_draft(draft, remove_item(OPINION, "hours"))
    assert services.draft_of(questionnaire) is draft
    assert content_from_json(sent.content).item("hours") is not None
    assert questionnaire.latest is sent
    assert "hours" in services.used_keys(questionnaire)  # no later question may be called so


def test_an_unfinished_draft_is_kept_but_not_sent(session: object) -> None:
    questionnaire = services.create(title=t("New"), kind="test")
    draft = questionnaire.versions[0]
    services.save_draft(draft, Content((Section("s", items=(replace(USEFUL, scale=None),)),)))
    with pytest.raises(Invalid) as caught:
        services.freeze(draft)
    assert caught.value.fields == {"useful": "Say from where to where the scale goes."}
    assert draft.state == "draft"


def test_keys_are_made_from_titles_and_taken_once(session: object) -> None:
    assert services.create(title=t("Your opinion!")).key == "your-opinion"
    assert services.create(title=t("Your opinion!")).key == "your-opinion-2"
    with pytest.raises(Invalid):
        services.create(title=t("Another"), key="your-opinion")
    with pytest.raises(Invalid):
        services.create(title=t(""))
    with pytest.raises(Invalid):
        services.create(title=t("Another"), kind="riddle")
    assert services.find_by_key("your-opinion-2").title == t("Your opinion!")
    with pytest.raises(NotFound):
        services.find_by_key("nothing")
    with pytest.raises(NotFound):
        services.find("nothing")


def test_a_copy_begins_alike_and_goes_its_own_way(wave: Any) -> None:
    sent = wave().version
    other = services.copy(sent, title=t("For trainers"), kind="trainer")
    assert other.kind == "trainer"
    assert content_from_json(other.versions[0].content) == OPINION
    assert other.versions[0].state == "draft"


def test_archiving_hides_and_brings_back(session: object) -> None:
    questionnaire = services.create(title=t("Old"))
    services.archive(questionnaire)
    assert questionnaire.archived_at is not None
    services.archive(questionnaire, False)
    assert questionnaire.archived_at is None


def test_the_bank_hands_out_copies_that_keep_their_key(session: object) -> None:
    services.put_bank_item(AGAIN, theme="reaction")
    services.put_bank_item(USEFUL, theme="reaction")
    assert {item.key for item in services.bank_items("reaction")} >= {"again", "useful"}
    content = services.copy_from_bank(Content((Section("s"),)), "s", "again")
    content = services.copy_from_bank(content, "s", "again")
    assert [(item.key, item.bank) for item in content.items] == [("again", "again"), ("again_2", "again")]
    services.put_bank_item(replace(AGAIN, text=t("Would you come again?")), theme="reaction")
    assert str(content.items.__next__().text) == "Again?"
    with pytest.raises(NotFound):
        services.find_bank_item("nothing")


def test_the_bank_takes_sound_questions_without_their_condition(session: object) -> None:
    kept = services.put_bank_item(WHY, theme="reaction")
    assert "only_if" not in kept.item
    with pytest.raises(Invalid):
        services.put_bank_item(replace(USEFUL, scale=None))
