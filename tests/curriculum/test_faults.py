"""Every fault that somebody may plant in a curriculum is told with its file, line, field and words."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from trainhub import paths
from trainhub.curriculum.files import examine

HEAD, M04, RU04, M05, M11, M13 = (
    "curriculum.toml",
    "modules/m04.md",
    "modules/m04.ru.md",
    "modules/m05.md",
    "modules/m11.md",
    "modules/m13.md",
)


@dataclass(frozen=True)
class Fault:
    """Replace `old` in a file by `new`; the remark stands in the line that holds `at` afterwards."""

    name: str
    file: str
    old: str
    new: str
    at: str
    field: str
    words: str


A02 = 'id = "m04-a02"\n'
FAULTS = [
    Fault("unknown key", M04, A02, A02 + 'levles = ["all"]\n', "levles", "m04-a02 levles", "Did you mean “levels”?"),
    Fault(
        "unknown category",
        M04,
        '{ category = "government" }, { category = "csos" }]\nlevels = ["all"]',
        '{ category = "goverment" }]\nlevels = ["all"]',
        "goverment",
        "m04-a03 audience.category",
        "Did you mean “government”?",
    ),
    Fault(
        "unknown level",
        M04,
        'levels = ["policy-makers"]',
        'levels = ["policymaker"]',
        "policymaker",
        "m04-a01 levels",
        "Did you mean “policy-makers”?",
    ),
    Fault(
        "unknown format",
        M04,
        'format = "training"',
        'format = "trainning"',
        "trainning",
        "m04-a03 format",
        "is not a format",
    ),
    Fault(
        "unknown theme",
        M04,
        'themes = ["human-rights"]\nrecommendations = ["REC-P5-01"]',
        'themes = ["gendre"]',
        "gendre",
        "m04-a02 themes",
        "Did you mean “gender”?",
    ),
    Fault(
        "unknown country",
        M04,
        A02,
        A02 + 'resource_countries = ["XX"]\n',
        "XX",
        "m04-a02 resource_countries",
        "is not the code of a country",
    ),
    Fault(
        "unknown group",
        M04,
        "council-of-europe",
        "council-of-erope",
        "erope",
        "m04-a04 audience.country_group",
        "Did you mean",
    ),
    Fault(
        "unknown rule",
        M04,
        'country_group = "council-of-europe"',
        'rule = "maybe"',
        "maybe",
        "m04-a04 audience.rule",
        "“maybe” is not a rule",
    ),
    Fault("unknown convention", M04, '["echr"]', '["echt"]', "echt", "m04-a04 conventions", "Did you mean “echr”?"),
    Fault("unknown lead", M04, A02, A02 + 'lead = "acadmia"\n', "acadmia", "m04-a02 lead", "Did you mean “academia”?"),
    Fault("unknown principle", M04, A02, A02 + 'principles = ["p9"]\n', "p9", "m04-a02 principles", "is no principle"),
    Fault(
        "leads twice",
        M04,
        A02,
        A02 + 'lead_organisation = "asan"\nco_leads = ["asan"]\n',
        "co_leads",
        "m04-a02 co_leads",
        "leads already",
    ),
    Fault(
        "address of a work",
        M04,
        A02,
        A02 + 'reference_material = [{ title = "Book", url = "www.example.org" }]\n',
        "www.example",
        "m04-a02 reference_material.url",
        "begins with https://",
    ),
    Fault("unknown target", M04, A02, A02 + 'sdg = ["10.9"]\n', "10.9", "m04-a02 sdg", "such as 10.7"),
    Fault("unknown objective", M04, A02, A02 + 'gcm = ["24"]\n', '"24"', "m04-a02 gcm", "1 to 23"),
    Fault(
        "unknown state", M04, A02, A02 + 'state = "waiting"\n', "waiting", "m04-a02 state", "not a state of an activity"
    ),
    Fault(
        "unknown component",
        M11,
        'components = ["detention"]',
        'components = ["detentoin"]',
        "detentoin",
        "m11-a04 components",
        "Did you mean “detention”?",
    ),
    Fault(
        "unknown prerequisite",
        M04,
        A02,
        A02 + 'prerequisites = ["m04-a09"]\n',
        "a09",
        "m04-a02 prerequisites",
        "there is no activity m04-a09",
    ),
    Fault("doubled id", M04, 'id = "m04-a03"', 'id = "m04-a02"', '"m04-a02"@2', "m04-a02 id", "already"),
    Fault("wrong module", M04, 'id = "m04-a05"', 'id = "m05-a09"', "m05-a09", "m05-a09 id", "belongs to module 5"),
    Fault("form of an id", M04, 'id = "m04-a05"', 'id = "m4-a5"', "m4-a5", "m4-a5 id", "another form than expected"),
    Fault("missing title", M04, A02 + "title", A02 + "#", "[[activity]]@2", "m04-a02 title", "is missing"),
    Fault("empty text", M04, A02, A02 + 'gender = " "\n', "gender =", "m04-a02 gender", "is empty"),
    Fault(
        "date as text",
        M04,
        A02,
        A02 + 'not_before = "2027-03-09"\n',
        "not_before",
        "m04-a02 not_before",
        "without quotation marks",
    ),
    Fault(
        "dates the wrong way round",
        M04,
        A02,
        A02 + "not_before = 2027-03-09\nbest_before = 2026-01-01\n",
        "not_before",
        "m04-a02 not_before",
        "comes after best_before",
    ),
    Fault("hours below zero", M04, A02, A02 + "hours = -2.0\n", "hours", "m04-a02 hours", "above zero"),
    Fault(
        "yes in words",
        M04,
        A02,
        A02 + 'outside_region = "yes"\n',
        "outside_region",
        "m04-a02 outside_region",
        "takes true",
    ),
    Fault(
        "all beside others",
        M04,
        'levels = ["all"]',
        'levels = ["all", "researchers"]',
        "researchers",
        "m04-a03 levels",
        "stands alone",
    ),
    Fault(
        "provisional without levels",
        M04,
        'levels = ["all"]\nlevels_provisional',
        "levels_provisional",
        "levels_provisional@3",
        "m04-a03 levels_provisional",
        "without levels",
    ),
    Fault("an item twice", M04, '["echr"]', '["echr", "echr"]', "echr", "m04-a04 conventions", "stands twice"),
    Fault(
        "a category twice",
        M04,
        '{ category = "government" }, { category = "csos" }]\nlevels = ["all"]',
        '{ category = "csos" }, { category = "csos" }]\nlevels = ["all"]',
        '"csos" }, { category = "csos"',
        "m04-a03 audience",
        "stands twice",
    ),
    Fault(
        "pointer backwards",
        M04,
        "line = 3802, line_end = 3807",
        "line = 3802, line_end = 3801",
        "3801",
        "m04-a04 source.line_end",
        "before the first line",
    ),
    Fault(
        "pointer without offset",
        M04,
        ", offset = 183511 }",
        " }",
        "line_end = 3807",
        "m04-a04 source.offset",
        "is missing",
    ),
    Fault(
        "bad TOML",
        M04,
        'format = "training"',
        "format = training",
        "format = training",
        "TOML",
        "cannot be read: invalid value",
    ),
    Fault("no front matter", M04, "+++\nnumber", "number", "number = 4", "front matter", "is missing"),
    Fault("no end of front matter", M04, "+++\n\nThis", "\n\nThis", "+++", "front matter", "has no end"),
    Fault("number and file", M04, "number = 4", "number = 14", "number = 14", "number", "the file is m04.md"),
    Fault("unknown part", M04, "part = 1", "part = 3", "part = 3", "part", "there is no part 3"),
    Fault("unknown section", M04, "## m04-a04", "## m04-a94", "## m04-a94", "## m04-a94", "Did you mean “m04-a04”?"),
    Fault(
        "section twice",
        M04,
        "## m04-a04",
        "## m04-a04\n\nText.\n\n## m04-a04",
        "## m04-a04@2",
        "m04-a04",
        "two sections",
    ),
    Fault(
        "cross-listing of nothing",
        M05,
        'activity = "m01-a04"',
        'activity = "m01-a44"',
        "m01-a44",
        "m05-a01 activity",
        "there is no activity m01-a44 for which this entry could stand. Did you mean “m01-a04”?",
    ),
    Fault(
        "cross-listing at home",
        M05,
        'activity = "m01-a04"',
        'activity = "m05-a02"',
        'activity = "m05-a02"',
        "m05-a01 activity",
        "at home",
    ),
    Fault(
        "cross-listing in a wrong module",
        M05,
        'entry = "m05-a01"',
        'entry = "m06-a09"',
        "m06-a09",
        "m06-a09 entry",
        "belongs to module 6",
    ),
    Fault(
        "translation of nothing",
        RU04,
        "[activity.m04-a02]",
        "[activity.m04-a20]",
        "[activity.m04-a20]",
        "m04-a20",
        "there is no activity m04-a20 in this module",
    ),
    Fault(
        "translation without source",
        RU04,
        "[activity.m04-a02]\n",
        '[activity.m04-a02]\ngender = "Да"\n',
        'gender = "Да"',
        "m04-a02 gender",
        "the source language does not have",
    ),
    Fault(
        "language of a file",
        RU04,
        'language = "ru"',
        'language = "az"',
        'language = "az"',
        "language",
        "the file is m04.ru.md",
    ),
    Fault(
        "form of a mark", RU04, 'title_of = "', 'title_of = "x', "title_of", "title_of", "another form than expected"
    ),
    Fault(
        "unknown key of a translation",
        RU04,
        "[activity.m04-a02]\n",
        '[activity.m04-a02]\nformat = "seminar"\n',
        "format",
        "m04-a02 format",
        "no such key",
    ),
    Fault(
        "language that is not listed",
        HEAD,
        'languages = ["en", "az", "ru"]',
        'languages = ["en", "az"]',
        "title = ",
        "title.ru",
        "not among the languages",
    ),
    Fault(
        "title without source",
        HEAD,
        'notice = { en = "Work',
        'notice = { tk = "Work',
        "notice = ",
        "notice",
        "no text in the source language",
    ),
    Fault("format of files", HEAD, "format = 1", "format = 2", "format = 2", "format", "reads format 1"),
    Fault(
        "in force from nowhere",
        HEAD,
        "effective_from = 2021-09-30\n",
        "",
        "format = 1",
        "effective_from",
        "Say from which day",
    ),
    Fault(
        "a draft in force",
        HEAD,
        'state = "approved"',
        'state = "draft"',
        "effective_from",
        "effective_from",
        "stands in a draft",
    ),
    Fault("state", HEAD, 'state = "approved"', 'state = "aproved"', "state", "state", "Did you mean “approved”?"),
    Fault("part twice", HEAD, "number = 2", "number = 1", "number = 1@2", "part.number", "stands twice"),
    Fault(
        "pointer of a part",
        HEAD,
        "line = 3679, line_end",
        "lines = 3679, line_end",
        "lines",
        "part.source.lines",
        "Did you mean “line”?",
    ),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a copy of the shipped curriculum to spoil."""
    return Path(shutil.copytree(paths.folder("curricula") / "rtcm-migration", tmp_path / "rtcm"))


@pytest.fixture
def spoil(folder: Path) -> Callable[[str, str, str], str]:
    def change(file: str, old: str, new: str) -> str:
        text = (folder / file).read_text()
        assert old in text, f"{file} has no {old!r} to spoil"
        text = text.replace(old, new, 1)
        (folder / file).write_text(text)
        return text

    return change


def line_of(text: str, at: str) -> int:
    """Return the line that holds `at`; "words@2" means the second that does."""
    words, _, number = at.partition("@")
    lines = [place for place, line in enumerate(text.splitlines(), 1) if words in line]
    return lines[int(number or 1) - 1]


def test_the_shipped_curriculum_has_no_fault(folder):
    examined = examine(folder)
    assert examined.errors == []
    assert examined.doc is not None


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_a_planted_fault_is_told_with_line_field_and_words(fault, folder, spoil):
    text = spoil(fault.file, fault.old, fault.new)
    examined = examine(folder)
    told = [(each.file, each.line, each.field) for each in examined.errors]
    assert (str(folder / fault.file), line_of(text, fault.at), fault.field) in told
    assert any(fault.words in each.words for each in examined.errors if each.field == fault.field)
    assert examined.doc is None


def test_prerequisites_may_not_go_in_a_circle(folder, spoil):
    spoil(M04, A02, A02 + 'prerequisites = ["m13-a01"]\n')
    spoil(M13, 'id = "m13-a01"\n', 'id = "m13-a01"\nprerequisites = ["m04-a03"]\n')
    text = spoil(M04, 'id = "m04-a03"\n', 'id = "m04-a03"\nprerequisites = ["m04-a02"]\n')
    found = [each for each in examine(folder).errors if each.words.startswith("go in a circle")]
    place = f"{folder}/{M04}:{line_of(text, 'm13-a01')}"
    words = "go in a circle: m04-a02 → m13-a01 → m04-a03 → m04-a02."
    assert [str(each) for each in found] == [f"{place}: m04-a02 prerequisites: {words}"]


def test_a_folder_named_after_a_version_must_hold_it(folder):
    copy = Path(shutil.copytree(folder, folder.parent / "rtcm-migration@1.1"))
    (error,) = examine(copy).errors
    assert (error.file, error.line, error.field) == (str(copy / HEAD), 3, "version")
    assert "Two versions must not share a label" in error.words


def test_a_file_that_is_not_utf8_is_told(folder):
    (folder / M04).write_bytes((folder / M04).read_bytes().replace("’".encode(), b"\x92", 1))
    assert any(each.field == "encoding" and "UTF-8" in each.words for each in examine(folder).errors)


def test_a_file_whose_name_fits_nothing_is_told(folder):
    (folder / "modules" / "module-4.md").write_text("+++\n+++\n")
    assert [each.field for each in examine(folder).errors] == ["file name"]


def test_a_folder_without_its_head_is_told(folder):
    (folder / HEAD).unlink()
    assert [(each.line, each.field) for each in examine(folder).errors] == [(1, HEAD)]


def test_an_outcome_key_stands_once(folder, spoil):
    outcome = '\n[[activity.outcome]]\nkey = "o1"\ntext = "Explain."\n'
    text = spoil(M04, "+++\n\nThis", outcome * 2 + "+++\n\nThis")
    (error,) = examine(folder).errors
    assert (error.line, error.field) == (line_of(text, 'key = "o1"@2'), "m04-a05 outcome.key")


def test_gaps_near_duplicates_and_old_translations_are_warnings(folder, spoil):
    spoil(M04, 'title = "Bringing migrants', 'title = "How to bring migrants')
    examined = examine(folder)
    assert examined.doc is not None
    assert examined.errors == []
    told = {(Path(each.file).name, each.field): each.words for each in examined.warnings}
    assert "m13-a08" in told["m14.md", "m14-a01 title"]
    assert told["m13.md", "m13-a01 id"] == "to be completed: format, audience, levels."
    assert told["m07.md", "number"].startswith("no activity yet")
    assert "older than the text it was made from" in told["m04.ru.md", "m04-a02 title"]
    assert "older than the text it was made from" in told["m04.az.md", "m04-a02 title"]


@pytest.mark.parametrize("file", [HEAD, M04, RU04])
@pytest.mark.parametrize(
    "junk",
    [
        "activity = 5\n",
        '"" = 1\n',
        "part = []\nreference = {}\ncomponents = 3\n",
        "title = 3\nsource = [1]\n",
        "[[activity]]\nid = [1]\noutcome = 5\n",
        '[[activity]]\nid = "m04-a01"\noutcome = [3]\naudience = [4]\n',
    ],
)
def test_no_nonsense_stops_the_check(file, junk, folder):
    fence = "" if file == HEAD else "+++\n"
    (folder / file).write_text(f"{fence}{junk}{fence}")
    assert examine(folder).errors
