"""Definitions: kept as JSON, checked with sentences, edited piece by piece, asked under conditions."""

from dataclasses import replace

import pytest
from flask import Flask

from trainhub.questionnaires.content import (
    Condition,
    Content,
    Item,
    Option,
    Scale,
    Section,
    add_item,
    add_section,
    check_answers,
    content_from_json,
    content_to_json,
    faults,
    fresh_key,
    languages_of,
    move_item,
    move_section,
    points,
    put_item,
    put_section,
    put_text,
    remove_item,
    remove_section,
    stale,
    texts,
    untranslated,
    visible,
)

from .sample import AGAIN, CLEAR, OPINION, TEST, USEFUL, WAYS, WHY, entered, t

TRAINERS = {"trainer": [("ada", "Ada"), ("bob", "Bob")]}


@pytest.fixture(autouse=True)
def spoken(app: Flask) -> None:
    """Sentences need a language."""


def test_a_definition_survives_json() -> None:
    rich = replace(OPINION, intro=t("Hello", az="Salam"), thanks=t("Thanks"))
    assert content_from_json(content_to_json(rich)) == rich
    assert content_from_json(content_to_json(TEST)) == TEST
    assert content_from_json(content_to_json(Content())) == Content()


def test_scores_of_zero_and_ends_of_zero_survive_json() -> None:
    item = Item("q", "single", t("?"), options=(Option("no", t("No"), 0.0), Option("yes", t("Yes"), 1.0)))
    scale = Item("s", "scale", t("?"), scale=Scale(0, 10))
    content = Content((Section("a", items=(item, scale)),))
    assert content_from_json(content_to_json(content)) == content


def test_the_samples_are_sound() -> None:
    assert faults(OPINION) == []
    assert faults(TEST) == []


def wrong(*items: Item, **section: object) -> str:
    """Return the sentences about a section of these items."""
    content = Content((Section("s", items=items, **section),))  # type: ignore[arg-type]
    return " ".join(fault.sentence for fault in faults(content))


@pytest.mark.parametrize(
    ("items", "word"),
    [
        ((), "Add at least one question"),
        ((replace(USEFUL, text=t("")),), "source language"),
        ((replace(USEFUL, scale=None),), "from where to where"),
        ((replace(USEFUL, scale=Scale(5, 1)),), "2 to 11 steps"),
        ((replace(AGAIN, options=AGAIN.options[:1]),), "at least two"),
        ((replace(AGAIN, options=AGAIN.options[:1] * 2),), "same code"),
        ((replace(AGAIN, options=(Option("a b"), Option("c"))),), "Codes consist"),
        ((AGAIN, AGAIN), "stands twice"),
        ((replace(AGAIN, key="Again!"),), "cannot be used"),
        ((replace(AGAIN, correct=("maybe",)),), "not among the answers"),
        ((replace(AGAIN, correct=("yes", "no")),), "Mark one right answer"),
        ((replace(WHY, only_if=None, correct=("x",)),), "Only questions with a choice"),
        ((Item("n", "number", t("?"), correct=("many",)),), "one number"),
        ((WHY, AGAIN), "comes later"),
        ((WHY,), "names no question"),
        ((AGAIN, replace(WHY, only_if=Condition("again", "is", "maybe"))), "does not have"),
        ((WAYS, replace(WHY, only_if=Condition("ways", "at_least", "2"))), "does not have"),
        ((Item("m", "matrix", t("?"), scale=Scale()),), "at least one line"),
        ((Item("x", "riddle", t("?")),), "Choose the type"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(items: tuple[Item, ...], word: str) -> None:
    assert word in wrong(*items)


def test_a_condition_cannot_name_what_is_asked_for_each_trainer_from_outside() -> None:
    each = Section("each", repeat="trainer", items=(CLEAR, replace(WHY, only_if=Condition("clear", "at_least", "4"))))
    after = Section("after", items=(replace(WHY, key="late", only_if=Condition("clear", "answered")),))
    assert [fault.where for fault in faults(Content((each, after)))] == ["late"]


def test_conditions_decide_what_is_asked() -> None:
    assert "why" not in visible(OPINION, {}, entered({"again": "yes"}))
    assert "why" in visible(OPINION, {}, entered({"again": "no"}))
    assert "why" not in visible(OPINION, {}, {})  # nothing was answered


def test_hidden_answers_are_ignored_and_do_not_feed_other_conditions() -> None:
    deep = Item("deep", "text", t("?"), only_if=Condition("why", "answered"))
    content = Content((Section("s", items=(AGAIN, WHY, deep)),))
    checked = check_answers(content, {}, entered({"again": "yes", "why": "boring", "deep": "very"}))
    assert [value.item for value in checked.values] == ["again"]
    assert checked.asked == {"again"}


def test_a_whole_section_can_hang_on_a_condition_and_conditions_hold_within_a_block() -> None:
    low = Item("low", "text", t("Why so low?"), only_if=Condition("clear", "is", "1"))
    each = Section("each", repeat="trainer", items=(CLEAR, low), only_if=Condition("again", "is", "no"))
    content = Content((Section("s", items=(AGAIN,)), each))
    assert faults(content) == []
    given = entered({"again": "no", "clear_at_ada": "1", "clear_at_bob": "5"})
    assert visible(content, TRAINERS, given) == {"again", "clear@ada", "low@ada", "clear@bob"}
    assert visible(content, TRAINERS, entered({"again": "yes", "clear_at_ada": "1"})) == {"again"}


@pytest.mark.parametrize(
    ("condition", "entry", "met"),
    [
        (Condition("useful", "at_least", "4"), "4", True),
        (Condition("useful", "at_least", "4"), "3", False),
        (Condition("useful", "at_least", "4"), "unsure", False),
        (Condition("useful", "is_not", "1"), "2", True),
        (Condition("useful", "is_not", "1"), "1", False),
        (Condition("useful", "is_not", "1"), "", False),
        (Condition("useful", "answered"), "unsure", True),
    ],
)
def test_operators(condition: Condition, entry: str, met: bool) -> None:
    content = Content((Section("s", items=(USEFUL, replace(WHY, only_if=condition))),))
    assert ("why" in visible(content, {}, entered({"useful": entry}))) is met


@pytest.mark.parametrize(
    ("given", "name", "word"),
    [
        ({"again": "perhaps"}, "again", "one of the answers"),
        ({"again": ["yes", "no"]}, "again", "one answer only"),
        ({}, "again", "Please answer"),
        ({"hours": "many"}, "hours", "Write a number"),
        ({"hours": "inf"}, "hours", "Write a number"),
        ({"day": "9 March"}, "day", "Write a date"),
        ({"parts__food": "4"}, "parts.food", "one of the answers"),
        ({"again": "no", "why": "x" * 2001}, "why", "too long"),
        ({"clear_at_ada": "9"}, "clear@ada", "one of the answers"),
    ],
)
def test_answers_that_cannot_be_used_get_a_sentence(given: dict[str, str], name: str, word: str) -> None:
    assert word in check_answers(OPINION, TRAINERS, entered(given)).errors[name]


def test_values_carry_numbers_where_they_have_one() -> None:
    given = {"useful": "unsure", "again": "yes", "ways": ["book", "talk"], "parts__room": "2", "hours": "1,5"}
    checked = check_answers(OPINION, TRAINERS, entered(given | {"day": "2027-03-09", "clear_at_bob": "4"}))
    assert checked.errors == {}
    found = {(value.item, value.block, value.row, value.choice): value.number for value in checked.values}
    assert found == {
        ("useful", "", "", "unsure"): None,
        ("again", "", "", "yes"): None,
        ("ways", "", "", "book"): None,
        ("ways", "", "", "talk"): None,
        ("parts", "", "room", "2"): 2.0,
        ("hours", "", "", ""): 1.5,
        ("day", "", "", ""): None,
        ("clear", "bob", "", "4"): 4.0,
    }


def test_paper_may_leave_required_questions_blank() -> None:
    assert check_answers(OPINION, {}, {}, complete=False).errors == {}


def test_control_characters_do_not_get_in() -> None:
    checked = check_answers(OPINION, {}, {"again": ["no"], "why": ["a\x00b\r\nc\u0007 "]})
    assert [value.text for value in checked.values if value.item == "why"] == ["ab\nc"]


def test_points_of_a_test() -> None:
    given = {"one": "yes", "two": "yes", "three": ["film", "book"]}
    assert points(TEST, check_answers(TEST, {}, entered(given)).values) == (3.0, 4.0)
    too_many = {"one": "yes", "three": ["film", "book", "talk"]}
    assert points(TEST, check_answers(TEST, {}, entered(too_many)).values) == (1.0, 4.0)


def test_translations_stand_side_by_side_and_grow_old() -> None:
    content = put_text(OPINION, "item/again/option/yes", "az", "Bəli")
    assert "item/again/option/yes" not in untranslated(content, ["az"])["az"]
    assert "item/again/option/no" in untranslated(content, ["az"])["az"]
    changed = put_text(content, "item/again/option/yes", "en", "Yes, surely")
    assert stale(changed, "az") == ["item/again/option/yes"]
    for path, text in list(texts(changed)):
        changed = put_text(changed, path, "az", f"{text} (az)")
    assert languages_of(changed) == ["en", "az"]
    assert stale(changed, "az") == []


def test_editing_piece_by_piece() -> None:
    content = add_section(Content(), Section("s1", t("First")))
    content = add_section(content, Section("s2", t("Second")))
    content = add_item(add_item(content, "s1", USEFUL), "s1", AGAIN)
    content = put_section(content, Section("s1", t("The first")))
    assert [item.key for item in content.items] == ["useful", "again"]
    assert str(content.sections[0].title) == "The first"
    assert [item.key for item in move_item(content, "again", -1).items] == ["again", "useful"]
    over = move_item(content, "again", 1)
    assert [[item.key for item in section.items] for section in over.sections] == [["useful"], ["again"]]
    assert move_item(over, "again", 1) == over
    assert [section.key for section in move_section(content, "s2", -1).sections] == ["s2", "s1"]
    assert move_section(content, "s1", -1) == content
    assert put_item(content, replace(USEFUL, required=True)).item("useful") == replace(USEFUL, required=True)
    assert remove_item(content, "useful").item("useful") is None
    assert remove_section(content, "s2").section("s2") is None
    assert fresh_key(content, "q", {"q5"}) == "q6"
