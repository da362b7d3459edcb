"""What a draft says of itself is changed on a screen, told in words, and comes back from its files."""

import dataclasses

import pytest
from click.testing import CliRunner
from flask import Flask

from trainhub.curriculum import services
from trainhub.curriculum.cli import commands
from trainhub.curriculum.files import PartDoc, Pointer, VersionDoc, compare, examine
from trainhub.curriculum.forms import version_form
from trainhub.curriculum.models import Version
from trainhub.kernel import i18n
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.kernel.errors import Refused
from trainhub.kernel.types import Texts
from trainhub.testing.make import Make

pytestmark = pytest.mark.shipped_curriculum


@pytest.fixture
def draft(make: Make) -> Version:
    make.shipped_curriculum()
    return services.find_version("1.1")


def command(version: Version, **changes: object) -> services.VersionCommand:
    """Return what the form of a version would send unchanged, with some fields changed."""
    given = services.VersionCommand(
        label=version.label,
        title=version.title,
        notice=version.notice or Texts(),
        parts={part.number: part.title for part in version.parts},
        places={},
        principles={each.key: each.text for each in version.principles},
    )
    return dataclasses.replace(given, **changes)  # type: ignore[arg-type]


def told(before: Version, after: Version) -> list[str]:
    return [str(change) for change in services.compare_versions(before, after)]


def rewrite(draft: Version) -> None:
    """Change a little of everything."""
    principles = {each.key: each.text for each in draft.principles if each.key != "p2"}
    principles["p1"] = principles["p1"].put("en", "Close the main gaps.")
    principles["p10"] = Texts.of({"en": "Measure what changed.", "ru": "Измерять изменения."})
    services.edit_version(
        draft,
        command(
            draft,
            title=draft.title.put("en", "Migration curriculum").put("az", "Miqrasiya kurikulumu"),
            notice=Texts(),
            parts={part.number: part.title.put("tk", f"{part.number}-nji bölek") for part in draft.parts},
            places={1: 2},
            principles=principles,
        ),
    )
    db.session.flush()
    db.session.expire_all()


REWRITTEN = [
    "curriculum: languages + tk",
    "curriculum: title (en) changed",
    "curriculum: title (az) changed",
    "curriculum: title (ru) is older than its source now",
    "curriculum: notice (en) removed",
    "curriculum: notice (az) removed",
    "curriculum: notice (ru) removed",
    "curriculum: part 1 → 2",
    "curriculum: part 2 (tk) added",
    "curriculum: part 2 → 1",
    "curriculum: part 1 (tk) added",
    "curriculum: principle p1 (en) changed",
    "curriculum: principle p1 (az) is older than its source now",
    "curriculum: principle p1 (ru) is older than its source now",
    "curriculum: principle p2 (en) removed",
    "curriculum: principle p2 (az) removed",
    "curriculum: principle p2 (ru) removed",
    "curriculum: principle p10 (en) added",
    "curriculum: principle p10 (ru) added",
    "activity m09-a02: principles − p2",  # it followed one that is no more
    "activity m11-a03: principles − p2",
    "activity m21-a01: principles − p2",
]


def test_every_change_is_told_in_words(draft: Version) -> None:
    base = services.make_draft(draft)
    rewrite(draft)
    assert told(base, draft) == REWRITTEN
    assert [each.key for each in draft.principles] == ["p1", "p3", "p4", "p5", "p10"]


def test_what_was_edited_comes_back_from_its_files_without_a_difference(draft: Version, tmp_path, app: Flask) -> None:
    base, folder = services.make_draft(draft), tmp_path / "out"
    rewrite(draft)
    services.export_files("rtcm-migration@1.1", folder)
    examined = examine(folder)
    assert examined.errors == []
    assert examined.doc == services.document(draft)
    assert services.import_files(examined.doc).did == "unchanged"
    again = services.import_files(dataclasses.replace(examined.doc, version="3.0"))
    assert (again.did, again.label, again.state) == ("added", "3.0", "draft")
    db.session.expire_all()
    assert told(draft, services.find_version("3.0")) == []
    assert services.export_files("rtcm-migration@3.0", folder)[1] == ["curriculum.toml"]  # only the label differs
    with i18n.speaking("en"):
        done = CliRunner().invoke(commands, ["diff", f"rtcm-migration@{base.label}", str(folder)])
    assert done.stdout.splitlines() == REWRITTEN


def test_saving_without_a_change_changes_nothing(draft: Version, app: Flask) -> None:
    before, entries = services.document(draft), db.session.query(AuditEntry).count()
    with app.test_request_context():
        services.edit_version(draft, version_form(draft).command())
    db.session.flush()
    db.session.expire_all()
    assert services.document(draft) == before
    assert db.session.query(AuditEntry).count() == entries


def test_the_history_knows_parts_and_principles(draft: Version) -> None:
    entries = db.session.query(AuditEntry).filter_by(subject_kind="curriculum_version", subject_id=draft.id)
    before = entries.count()
    rewrite(draft)
    rows = entries.order_by(AuditEntry.id).offset(before).all()
    parts = {row.label.split()[0]: row.changes for row in rows if "number" in row.changes}
    assert {label: changes["number"] for label, changes in parts.items()} == {"2": [1, 2], "1": [2, 1]}
    done = {(row.action, row.label) for row in rows if row.kind == "curriculum_principle"}
    assert done == {("changed", "p1"), ("removed", "p2"), ("created", "p10")}


def test_a_module_goes_where_its_part_goes(draft: Version) -> None:
    part = services.module(1, draft).part.title
    services.edit_version(draft, command(draft, places={1: 2}))
    db.session.flush()
    db.session.expire_all()
    assert (services.module(1, draft).part.number, services.module(1, draft).part.title) == (2, part)
    assert services.module(1).part.number == 1  # other versions keep their order


def test_only_a_draft_is_edited(draft: Version) -> None:
    in_force = services.current()
    with pytest.raises(Refused):
        services.edit_version(in_force, command(in_force))


@pytest.mark.parametrize(
    ("places", "order"),
    [
        ({}, [1, 2, 3, 5]),
        ({1: 2}, [2, 1, 3, 5]),
        ({5: 1}, [5, 1, 2, 3]),
        ({1: 5, 5: 1}, [5, 2, 3, 1]),
        ({1: 3, 2: 5, 3: 2, 5: 1}, [5, 3, 1, 2]),
        ({2: 1, 3: 1}, [3, 2, 1, 5]),
    ],
)
def test_who_is_sent_to_a_place_takes_it_and_the_others_close_up(places: dict[int, int], order: list[int]) -> None:
    numbers = [1, 2, 3, 5]
    assert services.new_numbers(numbers, places) == dict(zip(order, numbers, strict=True))


def parts(*titles: str, pointers: tuple[int, ...] = ()) -> VersionDoc:
    """Return a version of parts; a pointer names a line of the source."""
    lines = [*pointers, *[0] * (len(titles) - len(pointers))]
    docs = [
        PartDoc(number, Texts.of({"en": title}), Pointer("report", line, line, 0) if line else None)
        for number, (title, line) in enumerate(zip(titles, lines, strict=True), 1)
    ]
    return VersionDoc(slug="s", version="1", state="draft", title=Texts.of({"en": "T"}), parts=tuple(docs))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (parts("A", "B"), parts("B", "A"), ["part 1 → 2", "part 2 → 1"]),
        (parts("A", "B"), parts("A", "C"), ["part 2 (en) changed"]),
        (parts("A", "B"), parts("B"), ["part 1 (en) removed", "part 2 → 1"]),
        (parts("A"), parts("C", "A"), ["part 1 → 2", "part 1 (en) added"]),
        (parts("A", "B"), parts("A", "B", "C"), ["part 3 (en) added"]),
        (
            parts("A", "B", pointers=(7, 9)),
            parts("C", "D", pointers=(9, 7)),
            ["part 1 → 2", "part 2 (en) changed", "part 2 → 1", "part 1 (en) changed"],
        ),
    ],
)
def test_a_part_is_known_again_where_it_moved(before: VersionDoc, after: VersionDoc, words: list[str]) -> None:
    assert [change.words for change in compare(before, after)] == words
