"""Components and cross-listed entries of a draft: arranged on a screen, told in words, and back from files."""

import dataclasses
from pathlib import Path

import pytest

from trainhub.curriculum import services
from trainhub.curriculum.files import ComponentDoc, WorkDoc, examine, files_of
from trainhub.curriculum.forms import activity_form
from trainhub.curriculum.models import ModuleText, Version
from trainhub.kernel import i18n
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.kernel.types import Texts
from trainhub.people.models import OrganisationSlug
from trainhub.web.history import history_rows

pytestmark = pytest.mark.shipped_curriculum


@pytest.fixture
def draft(make):
    make.shipped_curriculum()
    return services.find_version("1.1")


def save(module: ModuleText, components=None, notes=None) -> None:
    """Save a module with other components or notes than it has."""
    there = [ComponentDoc(each.key, each.title) for each in module.components]
    command = services.ModuleCommand(
        title=module.title,
        introduction=module.body or Texts(),
        components=there if components is None else components,
        notes=notes or {},
    )
    services.edit_module(module, command)
    db.session.flush()
    db.session.expire_all()


def told(before: Version, after: Version) -> list[str]:
    return [str(change) for change in services.compare_versions(before, after)]


def comes_back(draft: Version, folder: Path) -> None:
    """Export, read, and export again: the same document, the same bytes."""
    services.export_files(f"rtcm-migration@{draft.label}", folder)
    examined = examine(folder)
    assert examined.errors == []
    assert examined.doc == services.document(draft)
    written = {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.*") if path.is_file()}
    assert written == files_of(examined.doc)


def happened(draft: Version) -> list[str]:
    """Return the history as a reader in the page's language sees it, the newest act last."""
    rows = reversed(list(history_rows("curriculum_version", draft.id)))
    return [
        f"{row.action} {row.what}: " + "; ".join(f"{each.label} {each.before} → {each.after}" for each in row.changes)
        for row in rows
    ]


def test_components_come_move_change_and_go(draft, tmp_path):
    base = services.make_draft(draft)
    module = services.module(11, draft)
    there = {each.key: each.title for each in module.components}
    assert list(there)[:2] == ["identification", "risk-analysis"]
    first = there["identification"].put("en", "Identity of persons").put("tk", "Şahsyýet")
    kept = [ComponentDoc(key, text) for key, text in there.items() if key not in ("identification", "detention")]
    new = [ComponentDoc("-1", Texts.of({"en": "Risk analysis", "ru": "Анализ рисков заново"}))]
    users = [each for each in module.activities if "detention" in each.components]
    assert users
    save(module, [kept[0], ComponentDoc("identification", first), *kept[1:], *new])
    module = services.module(11, draft)
    assert [each.key for each in module.components][:2] == ["risk-analysis", "identification"]
    assert module.components[-1].key == "risk-analysis-2"
    assert not any("detention" in each.components for each in module.activities)
    assert told(base, draft)[:3] == [
        "curriculum: languages + tk",
        "module 11: component + risk-analysis-2 − detention",
        "module 11: component identification (en) changed",
    ]
    assert f"activity {users[0].key}: component − detention" in told(base, draft)
    comes_back(draft, tmp_path / "out")


def test_the_history_tells_of_components_in_the_readers_language(draft):
    module = services.module(11, draft)
    there = [ComponentDoc(each.key, each.title) for each in module.components]
    moved = dataclasses.replace(there[0], title=there[0].title.put("ru", "Установление личности"))
    save(module, [there[1], moved, *there[2:-1]])
    with i18n.speaking("ru"):
        acts = happened(draft)
    assert any(each.startswith("Изменено Компонент: 11 · ") and "Место по порядку 1 → 2" in each for each in acts)
    assert any("Название, русский" in each and "→ Установление личности" in each for each in acts)
    assert any(each.startswith("Удалено Компонент: 11 · ") for each in acts)


def test_an_activity_is_listed_in_another_module_with_its_own_note(draft, tmp_path):
    base = services.make_draft(draft)
    module = services.module(17, draft)
    entry = services.add_reference(module, "m13-a08", Texts.of({"en": "With a look at schools."}))
    assert entry.entry == "m17-a01"
    db.session.flush()
    db.session.expire_all()
    assert services.activity("m17-a01", draft).key == "m13-a08"
    save(services.module(17, draft), notes={"m17-a01": entry.note.put("az", "Məktəblər də daxil olmaqla.")})
    assert told(base, draft) == ["entry m17-a01: added for m13-a08"]
    comes_back(draft, tmp_path / "out")
    assert "With a look at schools." in (tmp_path / "out/modules/m17.md").read_text()
    assert "Məktəblər də daxil olmaqla." in (tmp_path / "out/modules/m17.az.md").read_text()
    services.remove_reference(services.module(17, draft), "m17-a01")
    assert told(base, draft) == []
    assert services.add_reference(services.module(17, draft), "m13-a08", Texts("en")).entry == "m17-a02"
    acts = happened(draft)
    assert any("Cross-listed entry: m17-a01: " in each and "Stands for — → m13-a08" in each for each in acts)
    assert any("Note, Azerbaijani — → Məktəblər də daxil olmaqla." in each for each in acts)
    assert any(each.startswith("Removed Cross-listed entry: m17-a01") for each in acts)


def test_what_cannot_be_listed_is_refused(draft):
    module = services.module(5, draft)
    for key in ("m05-a02", "m01-a04", "m99-a01", ""):  # at home here, here already, nowhere, nothing chosen
        with pytest.raises(Invalid) as refused:
            services.add_reference(module, key, Texts("en"))
        assert list(refused.value.fields) == ["activity"]
    with pytest.raises(Invalid):
        services.add_reference(module, "m13-a08", Texts.of({"en": "## Heading"}))
    with pytest.raises(NotFound):
        services.remove_reference(module, "m05-a99")
    in_force = services.module(5)
    for act in (
        lambda: services.add_reference(in_force, "m13-a08", Texts("en")),
        lambda: services.remove_reference(in_force, "m05-a01"),
    ):
        with pytest.raises(Refused):
            act()


@pytest.fixture
def edit(app):
    """Give a function that saves an activity with some fields changed."""

    def act(activity, **changes):
        with app.test_request_context():
            command = activity_form(activity).command(activity)
        services.edit_activity(activity, dataclasses.replace(command, **changes))
        db.session.flush()

    db.session.expire_all()

    return act


def test_who_leads_what_is_followed_and_what_is_read_comes_back(draft, edit, make, tmp_path):
    base = services.make_draft(draft)
    works = (WorkDoc("A “Handbook”", "IOM", "https://example.org/a?b=c#d"), WorkDoc("Old notes"))
    found = services.activity("m04-a02", draft)
    edit(
        found,
        lead_organisation="asan",
        co_leads=("Bakı Dövlət Universiteti", "iom"),
        principles=("p2", "p3", "p4", "p5"),
        reference_material=works,
    )
    assert told(base, draft) == [
        "activity m04-a02: lead organisation not decided → asan",
        "activity m04-a02: co-leads + Bakı Dövlət Universiteti + iom",
        "activity m04-a02: principles + p2 − p1",
        "activity m04-a02: reference material + A “Handbook” (IOM, https://example.org/a?b=c#d) + Old notes",
    ]
    assert any("Reference material" in each and "Old notes" in each for each in happened(draft))
    comes_back(draft, tmp_path / "out")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("co_leads", ("iom", "asan")),
        ("reference_material", (WorkDoc("Handbook", None, "javascript:alert(1)"),)),
        ("reference_material", (WorkDoc("", "IOM"),)),
        ("reference_material", (WorkDoc("Handbook"), WorkDoc("Handbook"))),
    ],
)
def test_what_an_activity_cannot_say_of_leads_and_works(draft, edit, field, value):
    with pytest.raises(Invalid):
        edit(services.activity("m04-a02", draft), lead_organisation="asan", **{field: value})


def test_a_principle_that_goes_is_followed_by_nobody(draft, edit, tmp_path):
    edit(services.activity("m04-a02", draft), principles=("p1", "p4"))
    services.edit_version(
        draft,
        services.VersionCommand(
            label=draft.label,
            title=draft.title,
            notice=draft.notice or Texts("en"),
            parts={},
            places={},
            principles={each.key: each.text for each in draft.principles if each.key != "p4"},
        ),
    )
    db.session.flush()
    db.session.expire_all()
    assert services.activity("m04-a02", draft).principles == ["p1"]
    comes_back(draft, tmp_path / "out")


def test_bodies_are_known_by_present_and_former_addresses_and_short_names(make):
    one = make.organisation(slug="asan", short="ASAN")
    db.session.add(OrganisationSlug(slug="asan-service", organisation_id=one.id))
    make.organisation(slug="iom-baku", short="IOM")
    make.organisation(slug="iom-ankara", short="IOM")
    db.session.flush()
    found = services.named_bodies({"asan", "asan-service", "ASAN", "IOM", "iom-baku", "Nobody"})
    assert {name: each.slug for name, each in found.items()} == {
        "asan": "asan",
        "asan-service": "asan",
        "ASAN": "asan",
        "iom-baku": "iom-baku",
    }
    assert services.named_bodies(set()) == {}
