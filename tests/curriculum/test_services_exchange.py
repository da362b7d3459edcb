"""Files in, files out: nothing is lost, nothing in force is changed, and the same import twice does nothing."""

import shutil
from pathlib import Path

import pytest

from trainhub import paths
from trainhub.curriculum import services
from trainhub.curriculum.files import examine, files_of
from trainhub.curriculum.models import Version
from trainhub.kernel.db import db

SHIPPED = ("rtcm-migration", "rtcm-migration@1.1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(paths.folder("curricula") / "rtcm-migration", tmp_path / "rtcm"))


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))


def load(folder: Path) -> services.Imported:
    examined = examine(folder)
    assert examined.doc is not None, examined.errors
    done = services.import_files(examined.doc)
    db.session.flush()
    db.session.expire_all()
    return done


def states() -> dict[str, str]:
    return {version.label: version.state for version in db.session.query(Version)}


@pytest.mark.parametrize("order", [SHIPPED, SHIPPED[::-1]], ids=["approved first", "draft first"])
def test_the_shipped_folders_give_one_version_in_force_and_one_draft(make, order):
    assert make.shipped_curriculum(*order).label == "1.0"
    assert states() == {"1.0": "approved", "1.1": "draft"}
    assert services.current().effective_from.isoformat() == "2021-09-30"


@pytest.mark.shipped_curriculum
@pytest.mark.parametrize("name", SHIPPED)
def test_export_gives_the_folder_back_byte_for_byte(make, name, tmp_path):
    make.shipped_curriculum()
    db.session.expire_all()
    services.export_files("rtcm-migration@1.1" if "@" in name else "rtcm-migration", tmp_path / "out")
    shipped = paths.folder("curricula") / name
    expected = {path.relative_to(shipped): path.read_bytes() for path in shipped.rglob("*") if path.is_file()}
    written = {
        path.relative_to(tmp_path / "out"): path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert written == expected
    assert len(written) == 67


@pytest.mark.shipped_curriculum
def test_the_same_import_twice_changes_nothing(make, folder):
    make.shipped_curriculum()
    done = load(folder)
    assert (done.did, done.label, done.state) == ("unchanged", "1.0", "approved")
    assert states() == {"1.0": "approved", "1.1": "draft"}


@pytest.mark.shipped_curriculum
def test_changed_files_of_a_version_in_force_make_a_draft_beside_it_and_update_that(make, folder):
    make.shipped_curriculum()
    before = files_of(services.document(services.current()))
    change(folder, "modules/m04.md", 'format = "training"', 'format = "seminar"')
    assert load(folder) == services.Imported("rtcm-migration", "1.2", "draft", "added", beside="1.0")
    assert load(folder).did == "unchanged"
    change(folder, "modules/m04.md", 'format = "seminar"', 'format = "presentation"')
    assert load(folder) == services.Imported("rtcm-migration", "1.2", "draft", "changed", beside="1.0")
    assert states() == {"1.0": "approved", "1.1": "draft", "1.2": "draft"}
    assert files_of(services.document(services.current())) == before
    draft = services.find_version("1.2")
    assert [str(each) for each in services.compare_versions(services.current(), draft) if "m04" in str(each)] == [
        "activity m04-a03: format Training → Presentation"
    ]


@pytest.mark.shipped_curriculum
def test_a_draft_is_updated_under_its_own_label(make, tmp_path):
    make.shipped_curriculum()
    copy = Path(shutil.copytree(paths.folder("curricula") / SHIPPED[1], tmp_path / "draft"))
    text = (copy / "modules/m04.md").read_text()
    start = text.index('[[activity]]\nid = "m04-a05"')
    (copy / "modules/m04.md").write_text(text[:start].rstrip() + "\n+++\n")
    for language in ("az", "ru"):
        other = (copy / f"modules/m04.{language}.md").read_text()
        begin = other.index("[activity.m04-a05]")
        (copy / f"modules/m04.{language}.md").write_text(other[:begin].rstrip() + "\n+++\n")
    done = load(copy)
    assert (done.label, done.did) == ("1.1", "changed")
    module = services.module(4, services.find_version("1.1"))
    assert [each.key for each in module.activities] == ["m04-a01", "m04-a02", "m04-a03", "m04-a04"]
    assert module.body is None
    assert [each.key for each in services.module(4).activities][-1] == "m04-a05"


def test_an_approved_version_of_files_does_not_push_aside_the_one_in_force(make, folder):
    make.shipped_curriculum("rtcm-migration")
    change(folder, "curriculum.toml", 'version = "1.0"', 'version = "2.0"')
    assert (load(folder).state, services.current().label) == ("draft", "1.0")


def test_a_translation_remembers_the_english_it_was_made_from(make, folder, tmp_path):
    make.shipped_curriculum("rtcm-migration")
    change(folder, "modules/m04.md", 'title = "Human rights of migrants"', 'title = "The human rights of migrants"')
    change(folder, "modules/m04.az.md", 'title = "Miqrantların insan hüquqları"', 'title = "Miqrantların hüquqları"')
    lines = (folder / "modules/m04.az.md").read_text().splitlines(keepends=True)
    kept = [line for number, line in enumerate(lines) if not (number == 3 and line.startswith("title_of"))]
    (folder / "modules/m04.az.md").write_text("".join(kept))
    load(folder)
    title = services.module(4, services.find_version("1.1")).title
    assert (title.stale("az"), title.stale("ru")) == (False, True)
    services.export_files("rtcm-migration@1.1", tmp_path / "out")
    assert examine(tmp_path / "out").doc == services.document(services.find_version("1.1"))


@pytest.mark.shipped_curriculum
def test_the_installation_keeps_state_and_dates_when_files_come_again(make):
    make.shipped_curriculum()
    services.approve(services.find_version("1.1"))
    examined = examine(paths.folder("curricula") / SHIPPED[1])
    assert services.import_files(examined.doc).did == "unchanged"
    assert states() == {"1.0": "retired", "1.1": "approved"}
