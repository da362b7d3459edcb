"""Codes on sheets and badges: found only in their session, and wrong ones never taken for another's."""

from itertools import pairwise

from trainhub.attendance import codes
from trainhub.attendance.codes import ALPHABET

KEY = b"secret"
ROWS = [(number, f"person{number}") for number in range(1, 301)]


def test_a_session_of_300_has_300_codes_that_are_no_words() -> None:
    found = codes.row_codes(KEY, "one", ROWS)
    assert sorted(found.values()) == list(range(1, 301))
    assert all(codes.is_code(code) and any(each.isdigit() for each in code[:3]) for code in found)


def test_who_comes_later_changes_nobodys_code() -> None:
    assert list(codes.row_codes(KEY, "one", ROWS[:40]).items()) == list(codes.row_codes(KEY, "one", ROWS).items())[:40]


def test_codes_follow_from_session_person_and_key() -> None:
    here, there = codes.row_codes(KEY, "one", ROWS), codes.row_codes(KEY, "two", ROWS)
    assert sum(here[code] == there[code] for code in here.keys() & there) < 3
    assert codes.badge(KEY, "one", "a") != codes.badge(KEY, "two", "a")
    assert codes.badge(KEY, "one", "a") != codes.badge(b"other", "one", "a")


def test_one_wrong_character_and_two_that_changed_places_are_noticed() -> None:
    for code in list(codes.row_codes(KEY, "one", ROWS))[:40]:
        wrong = {code[:at] + each + code[at + 1 :] for at in range(4) for each in ALPHABET} - {code}
        swapped = {code[:at] + code[other] + code[at] + code[other + 1 :] for at, other in pairwise(range(4))} - {code}
        assert not any(map(codes.is_code, wrong | swapped))
        assert all(codes.near(each, {code: 1}) == [code] for each in swapped | set(list(wrong)[:5]))


def test_badges_are_digits_and_a_wrong_digit_is_noticed() -> None:
    badge = codes.badge(KEY, "one", "person1")
    assert codes.is_badge(badge)
    wrong = {badge[:at] + str(digit) + badge[at + 1 :] for at in range(16) for digit in range(10)} - {badge}
    assert not any(map(codes.is_badge, wrong))
    assert not codes.is_badge("٣" * 16)


def test_codes_are_read_however_they_are_typed() -> None:
    assert codes.typed(" 9mk3,6DZS;\n nhp5\tРх6к ") == ["9MK3", "6DZS", "NHP5", "PX6K"]
    assert codes.typed("—, .") == []
