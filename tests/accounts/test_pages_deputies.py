"""A focal point names a deputy for a time: one of the own people, who hears of it, and no further."""

from datetime import timedelta

from trainhub.accounts import services
from trainhub.accounts.models import RoleGrant
from trainhub.kernel import clock
from trainhub.kernel.db import db
from trainhub.messages.models import Message


def test_a_focal_point_names_a_deputy_who_may_not_name_another(make, sign_in):
    body = make.organisation(country_code="GE")
    focal = make.account("focal_point", scope=("country", "GE"), country_code="GE")
    colleague = make.account(person=make.person(country_code="GE", organisation=body, display="Deputy Ana"))
    abroad = make.account(country_code="KZ")
    client, until = sign_in(focal), (clock.today() + timedelta(days=30)).isoformat()
    assert "Name a deputy" in client.get("/me/deputies/").text
    data = {"scope": "0", "until": until}
    for email in (abroad.login, "nobody@example.org", focal.login):
        answer = client.post("/me/deputies/", data=data | {"email": email})
        assert (answer.status_code, "None of your people" in answer.text) == (422, True)
    late = (clock.today() + timedelta(days=400)).isoformat()
    for wrong in ({"until": late}, {"until": "2020-01-01"}, {"scope": "1"}):
        assert client.post("/me/deputies/", data=data | wrong | {"email": colleague.login}).status_code == 422
    assert client.post("/me/deputies/", data=data | {"email": colleague.login.upper()}).status_code == 303
    mail = db.session.query(Message).filter_by(kind="deputy_named").one()
    assert (mail.person_id, "Georgia" in mail.subject) == (colleague.person_id, True)
    deputy = sign_in(colleague)
    text = deputy.get("/me/deputies/").text
    assert ("Deputy Ana" in text, "Name a deputy" in text) == (True, False)
    assert deputy.post("/me/deputies/", data=data | {"email": focal.login}).status_code == 422
    assert deputy.get("/nominations/").status_code == 200
    assert sign_in(abroad).get("/me/deputies/").status_code == 303


def test_only_deputies_of_the_own_country_are_ended(make, sign_in):
    focal = make.account("focal_point", scope=("country", "GE"), country_code="GE")
    other = make.account("focal_point", scope=("country", "GE"), country_code="GE")
    stranger = make.account("focal_point", scope=("country", "KZ"), country_code="KZ")
    colleague = make.account(country_code="GE")
    grant = services.grant_role(colleague, "focal_point", "country", "GE", until=clock.today() + timedelta(days=9))
    grant.deputy_of = focal.id
    db.session.commit()
    end = f"/me/deputies/{colleague.person.public_id}/end"
    assert sign_in(stranger).post(end, data={"scope": "0"}).status_code == 404
    assert sign_in(colleague).post(end, data={"scope": "0"}).status_code == 404
    client = sign_in(other)
    assert client.post(f"/me/deputies/{focal.person.public_id}/end", data={"scope": "0"}).status_code == 404
    assert client.post(end, data={"scope": "7"}).status_code == 404
    assert client.post(end, data={"scope": "0"}).status_code == 303
    assert db.session.query(RoleGrant).filter_by(account_id=colleague.id).one().ended
