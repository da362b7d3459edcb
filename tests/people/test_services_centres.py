"""Centres are added by administrators; a centre's data is changed by its own staff."""

import pytest

from trainhub.accounts.login import SignedIn
from trainhub.kernel.errors import Invalid, NotFound
from trainhub.kernel.types import Texts
from trainhub.people import services as people


def command(**values):
    return people.CentreCommand(
        **(
            {
                "title": Texts.of({"en": "New name"}),
                "short": Texts.of({"en": "NN"}),
                "city": Texts.of({"en": "Baku"}),
                "zone": "Asia/Baku",
            }
            | values
        )
    )


def test_staff_find_the_own_centre_and_not_the_other(make):
    baku, other = make.centre(), make.centre("other")
    who = SignedIn(make.staff(baku))
    assert people.find_centre("baku", who) == baku
    with pytest.raises(NotFound):
        people.find_centre(other.slug, who)
    assert people.find_centre(other.slug, SignedIn(make.account("administrator"))) == other


def test_who_signs_is_kept_with_the_role_in_each_language(make):
    centre = make.centre()
    roles = Texts.of({"en": "Director", "az": "Direktor"})
    people.edit_centre(centre, command(signatories=[people.Signatory(name=" Leyla Hüseynova ", roles=roles)]))
    assert centre.signatories == [{"name": "Leyla Hüseynova", "roles": {"en": "Director", "az": "Direktor"}}]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": Texts()}, "title"),
        ({"short": Texts()}, "short"),
        ({"zone": "Baku"}, "zone"),
        ({"signatories": [people.Signatory(name="", roles=Texts.of({"en": "Director"}))]}, "signatories"),
    ],
)
def test_what_is_missing_is_said_at_its_field(make, changes, field):
    with pytest.raises(Invalid) as error:
        people.edit_centre(make.centre(), command(**changes))
    assert list(error.value.fields) == [field]


def new(**values):
    return people.NewCentreCommand(
        **(
            {
                "title": Texts.of({"az": "Duşanbe Resurs Mərkəzi", "en": "Dushanbe Resource Centre"}),
                "short": Texts.of({"en": "Dushanbe RC"}),
                "city": Texts.of({"en": "Dushanbe"}),
                "country_code": "TJ",
                "prefix": "DRC",
                "kind": "resource",
            }
            | values
        )
    )


def test_a_new_centre_has_its_own_address_and_the_zone_of_its_country(make):
    baku = make.centre()
    centre = people.create_centre(new(prefix=" drc ", email="RC@Example.org", parent="baku"))
    assert (centre.slug, centre.zone, centre.prefix) == ("dushanbe-rc", "Asia/Dushanbe", "DRC")
    assert (centre.email, centre.parent_id, centre.kind) == ("rc@example.org", baku.id, "resource")
    assert people.create_centre(new(prefix="DRC2")).slug == "dushanbe-rc-2"
    assert people.create_centre(new(prefix="DRC3", slug="Khujand", zone="Asia/Almaty")).zone == "Asia/Almaty"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": Texts()}, "title"),
        ({"short": Texts()}, "short"),
        ({"country_code": "XX"}, "country_code"),
        ({"country_code": ""}, "country_code"),
        ({"zone": "Dushanbe"}, "zone"),
        ({"kind": "palace"}, "kind"),
        ({"prefix": "T-1"}, "prefix"),
        ({"prefix": "1T"}, "prefix"),
        ({"prefix": "TAKEN"}, "prefix"),
        ({"slug": "no/slash"}, "slug"),
        ({"slug": "baku"}, "slug"),
        ({"parent": "nowhere"}, "parent"),
    ],
)
def test_what_a_new_centre_cannot_have_is_said_at_its_field(make, changes, field):
    make.centre(prefix="TAKEN")
    with pytest.raises(Invalid) as error:
        people.create_centre(new(**changes))
    assert list(error.value.fields) == [field]
