"""A centre's data is changed by its own staff."""

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
    assert people.editable_centres(who) == [baku]
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
