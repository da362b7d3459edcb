"""Drafts are changed, approved and compared; what was saved on a screen comes out as files."""

import dataclasses

import pytest
from sqlalchemy import select

from trainhub.curriculum import services
from trainhub.curriculum.files import AudienceDoc, OutcomeDoc, examine
from trainhub.curriculum.forms import activity_form
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, Refused
from trainhub.kernel.types import Texts

pytestmark = pytest.mark.shipped_curriculum


@pytest.fixture
def draft(make):
    make.shipped_curriculum()
    return services.find_version("1.1")


@pytest.fixture
def command(app, draft):
    """Give a function that returns what the form of an activity would send unchanged, with some fields changed."""

    def act(activity, **changes):
        with app.test_request_context():
            return dataclasses.replace(activity_form(activity).command(activity), **changes)

    return act


def changes(before, draft):
    return [str(change) for change in services.compare_versions(before, draft)]


def test_saving_without_a_change_changes_nothing(draft, command):
    before = services.document(draft)
    for activity in services.texts(draft):
        services.edit_activity(activity, command(activity))
    db.session.flush()
    db.session.expire_all()
    assert services.document(draft) == before


def test_what_was_saved_is_told_in_words_and_exported(make, draft, command, tmp_path):
    base = services.make_draft(draft)
    activity = services.activity("m04-a02", draft)
    services.edit_activity(
        activity,
        command(
            activity,
            hours=8.0,
            levels=("policy-makers", "researchers"),
            title=activity.title.put("en", "Rights in strategies"),
            audience=(AudienceDoc("government"), AudienceDoc("csos", "priority"), AudienceDoc("media")),
            outcomes=(OutcomeDoc("o9", Texts.of({"en": "Name two gaps."}), proposed=True),),
            prerequisites=("m13-a01",),
        ),
    )
    services.edit_module(services.module(5, draft), module_command(services.module(5, draft), ru="Гендер"))
    assert changes(base, draft) == [
        "activity m04-a02: title (en) changed",
        "activity m04-a02: title (az) is older than its source now",
        "activity m04-a02: title (ru) is older than its source now",
        "activity m04-a02: audience + CSOs with priority + Media − CSOs",
        "activity m04-a02: levels + Researchers",
        "activity m04-a02: prerequisites + m13-a01 − m04-a03",
        "activity m04-a02: hours 6 → 8",
        "activity m04-a02: outcome removed: o1",
        "activity m04-a02: outcome removed: o2",
        "activity m04-a02: outcome removed: o3",
        "activity m04-a02: outcome added: o9",
        "module 5: title (ru) changed",
    ]
    services.export_files("rtcm-migration@1.1", tmp_path / "out")
    examined = examine(tmp_path / "out")
    assert examined.errors == []
    assert examined.doc == services.document(draft)


def module_command(module, **title):
    texts = module.title
    for code, text in title.items():
        texts = texts.put(code, text)
    return services.ModuleCommand(title=texts, introduction=module.body or Texts(), components={}, notes={})


def test_an_untouched_version_is_the_same_as_its_draft(make):
    in_force = make.shipped_curriculum()
    assert changes(in_force, services.make_draft(in_force)) == [
        "curriculum: in force from 30 September 2021 → not decided"
    ]


def test_the_version_in_force_cannot_be_changed(make, command):
    in_force = make.shipped_curriculum()
    activity = services.activity("m04-a02")
    for act in (
        lambda: services.edit_activity(activity, command(activity, hours=6.0)),
        lambda: services.edit_module(activity.module_text, module_command(activity.module_text, en="X")),
        lambda: services.add_activity(activity.module_text, Texts.of({"en": "X"})),
        lambda: services.remove_activity(activity),
        lambda: services.approve(in_force),
    ):
        with pytest.raises(Refused):
            act()


@pytest.mark.parametrize(
    ("field", "value", "where"),
    [
        ("title", Texts("en", {"az": "Yalnız"}), "title"),
        ("note", Texts.of({"en": "Text.\n\n## Heading"}), "note"),
        ("gender", Texts("en", {"ru": "Да"}), "gender"),
        ("sdg", ("10.99",), "sdg"),
        ("gcm", ("24",), "gcm"),
        ("resource_countries", ("XX",), "resource_countries"),
        ("levels", ("all", "researchers"), "levels"),
        ("levels", (), "levels"),
        ("prerequisites", ("m04-a99",), "prerequisites"),
        ("prerequisites", ("m04-a02",), "prerequisites"),
        ("audience", (AudienceDoc("csos"), AudienceDoc("csos", "out")), "audience"),
    ],
)
def test_what_files_refuse_the_screen_refuses_too(draft, command, field, value, where):
    activity = services.activity("m04-a02", draft)
    with pytest.raises(Invalid) as refused:
        services.edit_activity(activity, command(activity, **{field: value}))
    assert list(refused.value.fields) == [where]


def test_dates_may_not_stand_the_wrong_way_round(draft, command, clock):
    activity = services.activity("m04-a02", draft)
    day = services.current().effective_from
    with pytest.raises(Invalid) as refused:
        services.edit_activity(activity, command(activity, not_before=day.replace(year=2028), best_before=day))
    assert "best_before" in refused.value.fields


def test_a_circle_of_prerequisites_is_refused(draft, command):
    first, second = services.activity("m04-a02", draft), services.activity("m04-a05", draft)
    services.edit_activity(second, command(second, prerequisites=("m04-a02",)))
    with pytest.raises(Invalid) as refused:
        services.edit_activity(first, command(first, prerequisites=("m04-a05",)))
    assert refused.value.fields["prerequisites"] == "The prerequisites go in a circle: m04-a02 → m04-a05 → m04-a02."


def test_changes_of_lists_stand_in_the_history(draft, command, make, as_actor):
    staff = make.staff()
    as_actor(staff)
    activity = services.activity("m04-a02", draft)
    services.edit_activity(activity, command(activity, audience=(AudienceDoc("government"),), hours=7.0))
    rows = db.session.scalars(select(AuditEntry).where(AuditEntry.account_id == staff.id)).all()
    told = {(row.kind, row.subject_kind, row.subject_id) for row in rows}
    assert ("activity_text", "curriculum_version", draft.id) in told
    assert {row.reason for row in rows} >= {"audience − CSOs"}
    assert any(row.changes.get("hours") == [6.0, 7.0] for row in rows)


def test_ids_are_never_used_twice(draft):
    module = services.module(4, draft)
    assert services.add_activity(module, Texts.of({"en": "New"})).key == "m04-a06"
    services.remove_activity(services.activity("m04-a06", draft))
    db.session.expire_all()
    assert services.add_activity(services.module(4, draft), Texts.of({"en": "Newer"})).key == "m04-a07"


def test_ids_of_cross_listed_entries_count_as_used(draft):
    assert services.add_activity(services.module(12, draft), Texts.of({"en": "New"})).key == "m12-a05"


def test_a_prerequisite_of_others_stays(draft, command):
    other = services.activity("m04-a05", draft)
    services.edit_activity(other, command(other, prerequisites=("m04-a01",)))
    with pytest.raises(Refused, match="m04-a05"):
        services.remove_activity(services.activity("m04-a01", draft))


def test_merging_keeps_both_places_in_the_source(draft):
    keep, drop = services.activity("m13-a08", draft), services.activity("m14-a01", draft)
    source = drop.source
    entry = services.merge_activities(keep, drop)
    db.session.expire_all()
    assert (entry.entry, entry.source, entry.module_text.number) == ("m14-a01", source, 14)
    assert services.activity("m14-a01", draft).key == "m13-a08"
    assert services.activity("m14-a01").key == "m14-a01"
    assert services.counts(services.modules(draft)).activities == 52
    assert services.counts(services.modules(draft)).entries == 56


def test_approval_retires_what_was_in_force(make, draft, clock):
    old = services.current()
    services.approve(draft)
    db.session.flush()
    assert services.current() is draft
    assert (old.state, str(old.effective_until)) == ("retired", "2027-03-02")
    assert str(draft.effective_from) == "2027-03-02"
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "approved")).one()
    assert entry.subject_id == draft.id


def test_drafts_get_the_next_free_label(make):
    in_force = make.shipped_curriculum()
    assert [services.make_draft(in_force).label for _ in range(2)] == ["1.2", "1.3"]
    assert services.make_draft(services.find_version("1.1")).label == "1.4"


def test_a_language_is_listed_once_something_is_written_in_it(draft, tmp_path):
    module = services.module(4, draft)
    services.edit_module(module, module_command(module, tk="Migrantlaryň hukuklary"))
    db.session.flush()
    assert draft.languages == ["en", "az", "ru", "tk"]
    services.export_files("rtcm-migration@1.1", tmp_path)
    assert 'title = "Migrantlaryň hukuklary"' in (tmp_path / "modules/m04.tk.md").read_text()
