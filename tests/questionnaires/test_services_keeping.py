"""Who keeps a questionnaire or a question of the bank, and what does not change it."""

from dataclasses import replace
from typing import Any

import pytest

from trainhub.accounts.login import SignedIn
from trainhub.accounts.models import RoleGrant
from trainhub.kernel.errors import Invalid, NotFound
from trainhub.people import services as people
from trainhub.questionnaires import policies, services
from trainhub.questionnaires.content import Content, Section, item_from_json

from .sample import AGAIN, OPINION, USEFUL, t


@pytest.fixture
def there(make: Any) -> int:
    """Give the number of a second centre."""
    make.centre()
    number: int = make.centre("dushanbe", country_code="TJ", zone="Asia/Dushanbe").id
    return number


def test_who_keeps_it_is_said_once_and_handed_over(make: Any, there: int) -> None:
    home = make.centre().id
    services.put_bank_item(AGAIN, centre_id=home)
    services.put_bank_item(AGAIN, theme="again", centre_id=there)
    row = services.find_bank_item("again")
    assert (row.centre_id, row.theme) == (home, "again"), "who keeps it does not change with its words"
    services.hand_over(row, there)
    copy = services.copy_bank_item(row, centre_id=None)
    assert (row.centre_id, copy.centre_id, copy.key != row.key) == (there, None, True)
    made = services.create(title=t("Opinion"), content=OPINION, centre_id=home)
    services.hand_over(made, there)
    assert services.copy(made.versions[0], title=t("Copy")).centre_id is None
    assert made.centre is not None
    assert made.centre.slug == "dushanbe"


def test_staff_keep_what_is_their_centres_and_those_for_all_keep_all(make: Any, there: int) -> None:
    home = make.centre().id
    made = [services.create(title=t("Opinion"), centre_id=each) for each in (home, there, None)]
    kept = {
        "baku": [True, False, False],
        "dushanbe": [False, True, False],
        "both": [True, True, False],
        "all": [True, True, True],
        "participant": [False, False, False],
    }
    both = make.staff()
    both.grants.append(RoleGrant(role="staff", scope_kind="centre", scope_id=str(there)))
    viewers = {
        "baku": make.staff(),
        "dushanbe": make.staff(make.centre("dushanbe")),
        "both": both,
        "all": make.account("staff"),
        "participant": make.account(),
    }
    who = {name: SignedIn(account) for name, account in viewers.items()}
    assert {name: [policies.may_keep(one, each) for each in made] for name, one in who.items()} == kept
    homes = [policies.home(who[name]) for name in ("baku", "dushanbe", "both", "all")]
    assert homes == [home, there, home, None]
    offered = {name: [slug for slug, _title in people.keeper_choices(who[name], policies.EDIT)] for name in kept}
    assert offered["baku"] == ["baku"]
    assert offered["both"] == ["baku", "dushanbe"]
    assert offered["all"] == ["", "baku", "dushanbe"]
    assert (people.keeper_id("dushanbe"), people.keeper_id("")) == (there, None)
    with pytest.raises(NotFound):
        people.keeper_id("nowhere")


def test_a_question_of_the_bank_is_replaced_by_those_who_keep_it(make: Any, there: int) -> None:
    services.put_bank_item(USEFUL, centre_id=make.centre().id)
    asked = replace(USEFUL, text=t("Was it of use?"), bank="useful")
    content = Content((Section("s", items=(asked,)),))
    theirs, ours = SignedIn(make.staff(make.centre("dushanbe"))), SignedIn(make.staff())
    with pytest.raises(Invalid) as refusal:
        services.keep_in_bank(content, asked, key="useful", theme="", who=theirs, centre_id=there)
    assert set(refusal.value.fields) == {"key"}
    assert item_from_json(services.find_bank_item("useful").item).text == USEFUL.text
    own = services.free_bank_key(asked, theirs)
    kept = services.keep_in_bank(content, asked, key=own, theme="", who=theirs, centre_id=there).item("useful")
    assert kept is not None
    assert (own != "useful", kept.bank, services.find_bank_item(own).centre_id) == (True, own, there)
    assert services.free_bank_key(asked, ours) == "useful"
    services.keep_in_bank(content, asked, key="useful", theme="use", who=ours, centre_id=None)
    row = services.find_bank_item("useful")
    assert (str(item_from_json(row.item).text), row.centre_id) == ("Was it of use?", make.centre().id)
