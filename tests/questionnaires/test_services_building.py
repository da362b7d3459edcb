"""What builders are shown: heads, checks, finds; a draft is held; differences and translations are told rightly."""

from dataclasses import replace

import pytest

from trainhub.kernel import work
from trainhub.kernel.db import db
from trainhub.kernel.errors import Refused
from trainhub.kernel.types import Texts, digest
from trainhub.questionnaires import queries, services
from trainhub.questionnaires.content import (
    Condition,
    Entry,
    Item,
    content_from_json,
    content_to_json,
    copy_item,
    move_item,
    parts,
    put_item,
    put_section,
    remove_item,
    tell,
    translate,
)
from trainhub.questionnaires.models import Questionnaire
from trainhub.web.history import history_rows

from .sample import AGAIN, OPINION, USEFUL, WAYS, t


@pytest.fixture
def opinion(session: object) -> Questionnaire:
    made = services.create(title=t("Opinion", az="Rəy"), kind="reaction", content=OPINION)
    work.commit()
    return made


def lines(before: object, after: object) -> list[tuple[str, str, str, str]]:
    """Return what differs between two contents, in words."""
    told = tell(*parts(content_to_json(before), content_to_json(after)))  # type: ignore[arg-type]
    return [(each.where, each.label, each.before, each.after) for each in told]


def test_the_draft_is_held_and_thrown_away_only_beside_another(opinion: Questionnaire) -> None:
    with pytest.raises(Refused, match="no other version"):
        services.discard_draft(opinion)
    services.freeze(services.held_draft(opinion))
    with pytest.raises(Refused, match="no draft"):
        services.held_draft(opinion)
    services.draft_of(opinion)
    services.discard_draft(opinion)
    work.commit()
    assert [version.no for version in services.find(opinion.public_id).versions] == [1]
    assert [item.type for item in services.frozen_items(opinion)["useful"]] == ["scale"]


def test_the_list_counts_waves_and_finds_titles(opinion: Questionnaire) -> None:
    row = db.session.execute(queries.listed()).first()
    assert row is not None
    assert (row[0], row[1]) == (opinion, 0)
    assert opinion.id in services.found_by("REY")
    assert opinion.id not in services.found_by("opinion nothing")
    (head,) = services.heads(opinion, ["en", "az", "ru"])
    assert (head.questions, head.waves, dict(head.marks)) == (8, 0, {"en": "", "az": "no", "ru": "no"})
    assert [each.kind for each in services.review(opinion.versions[0], ["en", "ru"])] == ["ok", "info", "ok"]
    assert opinion in services.sources()


def test_differences_are_told_in_words(session: object) -> None:
    after = put_item(OPINION, replace(USEFUL, text=USEFUL.text.put("en", "Was it useful?"), required=True))
    after = put_item(after, replace(WAYS, options=WAYS.options[1:], only_if=Condition("useful", "at_least", "3")))
    after = move_item(remove_item(after, "parts"), "day", -1)
    after = put_section(after, replace(after.sections[1], title=t("Each of them"), repeat="module"))
    found = lines(OPINION, after)
    assert ("Question 1: Was it useful?", "Wording, English", "How useful was it?", "Was it useful?") in found
    assert ("Question 1: Was it useful?", "Must be answered", "No", "Yes") in found
    assert ("Question 4: How?", "Answers to choose from", "− book", "—") in found
    assert (
        "Question 4: How?",
        "Condition",
        "—",
        "Only if the answer to question 1 (Was it useful?) is at least 3",
    ) in found
    assert ("Question 5: Parts", "Question", "Parts", "removed") in found
    assert ("Section 2: Each of them", "Asked", "Asked for each trainer", "Asked for each module") in found
    assert len([each for each in found if each[1] == "Place"]) == 1, "one that moved, not all that made room"
    assert lines(OPINION, OPINION) == []
    assert lines(OPINION, copy_item(OPINION, "day", "q20"))[0][:3] == ("Question 8: Since when?", "Question", "—")


def test_the_log_keeps_only_what_differs_and_tells_it(opinion: Questionnaire) -> None:
    draft = services.held_draft(opinion)
    services.save_draft(draft, put_item(OPINION, replace(AGAIN, required=False)))
    work.commit()
    newest = history_rows("questionnaire", opinion.id).rows[0]
    assert [(each.label, each.before, each.after) for each in newest.changes] == [
        ("Question 2: Again? · Must be answered", "Yes", "No")
    ]


def test_a_translation_remembers_the_source_it_was_made_from(session: object) -> None:
    path, seen = "item/again/text", digest("Again?")
    changed = put_item(OPINION, replace(AGAIN, text=t("Once more?")))
    made = translate(changed, "az", {path: Entry("Yenə?", seen), "item/gone/text": Entry("x", seen)})
    text = _text(made.item("again"))
    assert (text.text("az"), text.stale("az")) == ("Yenə?", True)
    right = translate(made, "az", {path: Entry("Yenə?", digest("Once more?"), right=True)})
    assert not _text(right.item("again")).stale("az")
    assert not _text(translate(right, "az", {path: Entry("", seen)}).item("again")).values.get("az")
    assert content_from_json(content_to_json(made)) == made


def _text(item: Item | None) -> Texts:
    assert item is not None
    return item.text
