"""Texts in several languages: fallback, and translations that know what they were made from."""

from datetime import datetime

import pytest

from trainhub.kernel.types import ALPHABET, Texts, UTCDateTime, from_json, new_public_id, to_json

RIGHTS = Texts.of({"en": "Rights", "az": "Hüquqlar"})


def test_a_missing_language_falls_back_and_says_so() -> None:
    assert (RIGHTS.text("ru"), RIGHTS.language("ru")) == ("Rights", "en")
    assert RIGHTS.missing(["en", "az", "ru"]) == ["ru"]


def test_a_translation_grows_old_when_its_source_changes() -> None:
    changed = RIGHTS.put("en", "Human rights")
    assert changed.stale("az")
    assert not changed.put("az", "İnsan hüquqları").stale("az")


def test_confirming_an_old_translation_makes_it_current() -> None:
    assert not RIGHTS.put("en", "Human rights").put("az", "Hüquqlar").stale("az")


def test_taking_a_language_away() -> None:
    assert RIGHTS.put("az", "").missing(["az"]) == ["az"]


def test_what_is_stored_comes_back() -> None:
    assert from_json(to_json(RIGHTS)) == RIGHTS


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        UTCDateTime().process_bind_param(datetime(2027, 3, 2), None)  # type: ignore[arg-type]


def test_public_ids_are_long_and_unmistakable() -> None:
    made = {new_public_id() for _ in range(1000)}
    assert len(made) == 1000
    assert set("".join(made).upper()) <= set(ALPHABET)
