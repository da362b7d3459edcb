"""Who edits a curriculum: the staff of its centre, whoever works for all centres, and nobody of another centre."""

import pytest

from trainhub.curriculum import services
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound

pytestmark = pytest.mark.shipped_curriculum
EDITING = (
    "versions/1.1/edit",
    "modules/4/edit?version=1.1",
    "activities/m04-a02/edit?version=1.1",
    "activities/m04-a02/remove?version=1.1",
)


@pytest.fixture
def shipped(make):
    """Give the version in force; the Baku centre keeps its curriculum, and there is a second centre."""
    version = make.shipped_curriculum()
    make.centre("dushanbe", country_code="TJ", zone="Asia/Dushanbe")
    services.hand_over("rtcm-migration", make.centre().slug)
    return version


def states(slug="rtcm-migration"):
    return {label: services.find_version(label, slug).state for label in ("1.0", "1.1")}


def test_staff_of_another_centre_read_and_change_nothing(client, shipped, make, sign_in):
    sign_in(make.staff(make.centre("dushanbe")))
    before = states()
    for path in EDITING:
        assert client.get(f"/curriculum/{path}").status_code == 404
        assert client.post(f"/curriculum/{path}", data={"title-en": "Ours"}).status_code == 404
    assert client.get("/curriculum/versions/1.1/approve").status_code == 403
    assert client.post("/curriculum/versions/1.1/approve").status_code == 403
    assert client.post("/curriculum/versions/1.0/draft").status_code == 403
    assert client.post("/curriculum/versions/rtcm-migration/keeper", data={"centre": "dushanbe"}).status_code == 403
    assert states() == before
    assert services.activity("m04-a02", services.find_version("1.1"))
    draft = client.get("/curriculum/?version=1.1").text
    assert "See what changed" in draft
    page = client.get("/curriculum/versions/").text
    for way in ("/approve", "/edit", "/draft", "/keeper"):
        assert way not in page + draft
    assert "edited by Centre baku" in page


def test_staff_of_its_centre_edit_and_approve(client, shipped, make, sign_in):
    sign_in(make.staff())
    for path in EDITING:
        assert client.get(f"/curriculum/{path}").status_code == 200
    page = client.get("/curriculum/versions/").text
    assert "/approve" in page
    assert "/keeper" not in page
    assert client.post("/curriculum/versions/1.1/approve").status_code == 303
    assert states() == {"1.0": "retired", "1.1": "approved"}


@pytest.mark.parametrize("role", ["administrator", "staff"])
def test_without_a_centre_those_who_work_for_all_centres_keep_it(client, make, sign_in, role):
    make.shipped_curriculum()
    sign_in(make.staff())
    assert client.post("/curriculum/versions/1.1/approve").status_code == 403
    sign_in(make.account(role))
    assert client.get("/curriculum/versions/1.1/edit").status_code == 200
    assert client.post("/curriculum/versions/1.1/approve").status_code == 303


def test_an_administrator_hands_it_over(client, shipped, make, sign_in):
    sign_in(make.account("administrator"))
    keeper = "/curriculum/versions/rtcm-migration/keeper"
    assert keeper in client.get("/curriculum/versions/").text
    assert client.post(keeper, data={"centre": "nowhere"}).status_code == 422
    assert client.post("/curriculum/versions/nothing/keeper", data={"centre": "baku"}).status_code == 404
    assert client.post(keeper, data={"centre": "dushanbe"}).status_code == 303
    assert db.session.query(AuditEntry).filter_by(kind="curriculum", action="changed").count()
    sign_in(make.staff())
    assert client.get("/curriculum/versions/1.1/approve").status_code == 403
    sign_in(make.staff(make.centre("dushanbe")))
    assert client.get("/curriculum/versions/1.1/approve").status_code == 200


def test_what_cannot_be_handed_over_is_said(shipped):
    with pytest.raises(NotFound):
        services.hand_over("nothing", "baku")
    with pytest.raises(Invalid) as refusal:
        services.hand_over("rtcm-migration", "nowhere")
    assert set(refusal.value.fields) == {"centre"}
    services.hand_over("rtcm-migration", "")
    assert services.current().curriculum.centre is None
