"""What the real curriculum holds, and what it leaves open (US-01)."""

import pytest

from trainhub.curriculum import services
from trainhub.curriculum.models import ActivityAudience
from trainhub.curriculum.policies import resolve_audience
from trainhub.kernel.errors import NotFound

pytestmark = pytest.mark.shipped_curriculum


@pytest.fixture
def modules(make):
    return services.modules(make.shipped_curriculum())


def activities(modules):
    return {each.key: each for module in modules for each in module.activities}


def test_repeated_activities_are_counted_once(modules):
    counts = services.counts(modules)
    assert (counts.modules, counts.entries, counts.activities) == (22, 56, 53)
    assert counts.empty == (7, 10, 15, 17, 19)


def test_what_is_open_is_listed_and_no_mistake(modules):
    gaps = services.to_be_completed(modules)
    assert [gap.module.number for gap in gaps if gap.activity is None] == [7, 10, 15, 17, 19]
    open_fields = {gap.activity.key: gap.fields for gap in gaps if gap.activity}
    assert open_fields["m13-a01"] == ("format", "audience", "levels")
    assert "m04-a02" not in open_fields


def test_only_titles_about_the_same_thing_are_hinted(modules):
    pairs = services.near_duplicates(activities(modules).values())
    assert [(one.key, other.key) for one, other in pairs] == [("m13-a08", "m14-a01")]


def test_the_share_with_a_gender_component_is_told(modules):
    found = list(activities(modules).values())
    assert services.gender_share(found) == pytest.approx(7 / 53)
    assert services.gender_share([]) == 0


@pytest.mark.parametrize(
    ("entry", "key"), [("m05-a01", "m01-a04"), ("m12-a03", "m05-a03"), ("m22-a02", "m05-a02"), ("m04-a02", "m04-a02")]
)
def test_an_entry_leads_to_its_activity(make, entry, key):
    make.shipped_curriculum()
    assert services.activity(entry).key == key


@pytest.mark.shipped_curriculum(there=False)
def test_what_is_not_there_is_not_found(make):
    with pytest.raises(NotFound):
        services.current()
    make.shipped_curriculum()
    for find in (
        lambda: services.activity("m99-a01"),
        lambda: services.module(23),
        lambda: services.find_version("9.9"),
    ):
        with pytest.raises(NotFound):
            find()


def test_every_activity_keeps_its_place_in_the_source(modules):
    for each in activities(modules).values():
        assert set(each.source) == {"file", "line", "line_end", "offset"}
        assert each.source["line"] > 3600
    assert activities(modules)["m04-a02"].source["offset"] == 183107
    assert activities(modules)["m13-a07"].title_reconstructed
    assert activities(modules)["m04-a02"].recommendations == ["REC-P5-01"]


PARENTS = {
    "all-stakeholders": None,
    "government": "all-stakeholders",
    "ministry": "government",
    "csos": "all-stakeholders",
    "ngo": "csos",
    "media": "all-stakeholders",
}


def audience(*entries: tuple[str, str]) -> frozenset[str]:
    rows = [ActivityAudience(category_code=code, rule=rule, group_code=None) for code, rule in entries]
    return resolve_audience(rows, PARENTS).categories


def test_media_come_only_where_they_are_named():
    assert audience(("all-stakeholders", "in")) == {"all-stakeholders", "government", "ministry", "csos", "ngo"}
    assert audience(("all-stakeholders", "in"), ("media", "in")) == set(PARENTS)
    assert audience(("media", "in")) == {"media"}


def test_the_nearest_entry_decides():
    assert audience(("all-stakeholders", "in"), ("csos", "out")) == {"all-stakeholders", "government", "ministry"}
    assert audience(("csos", "out"), ("ngo", "in")) == {"ngo"}
    assert audience() == set()


def test_government_alone_priority_and_country_groups_are_told(modules):
    rows = activities(modules)
    assert services.invited(rows["m04-a01"].audience).government_only
    assert not services.invited(rows["m04-a02"].audience).government_only
    assert services.invited(rows["m04-a04"].audience).groups["ngo"] == "council-of-europe"
    assert services.invited(rows["m13-a01"].audience).undecided
    first = [each for each in rows.values() if "csos" in services.invited(each.audience).priority]
    assert first
    assert "government" not in services.invited(first[0].audience).priority


def test_marks_say_which_languages_are_whole(make):
    text = make.activity(key="m04-a01").module_text
    text.title = text.title.put("en", "Changed")
    marks = dict(services.language_marks([text.title], ["en", "az", "ru"]))
    assert marks == {"en": "", "az": "old", "ru": "no"}
