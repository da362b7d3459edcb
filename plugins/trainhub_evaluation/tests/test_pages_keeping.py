"""Who changes a theme: staff of its centre; those of another use it, and what is shipped belongs to all."""

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient

from trainhub.plugin_api import db
from trainhub_evaluation import services
from trainhub_evaluation.models import Theme

THEMES = "/x/evaluation/themes/"


def test_a_theme_is_changed_by_the_staff_of_its_centre(make: Any, sign_in: Callable[..., FlaskClient]) -> None:
    services.ensure_themes()
    baku, there = make.centre(), make.centre("dushanbe", country_code="TJ", zone="Asia/Dushanbe")
    ours = sign_in(make.staff(baku))
    assert ours.post(f"{THEMES}new", data={"title-en": "Food"}).status_code == 303
    food = db.session.query(Theme).filter_by(centre_id=baku.id).one()
    shipped = db.session.query(Theme).filter_by(centre_id=None).first()
    assert shipped is not None
    page = ours.get(THEMES).text
    assert f"{THEMES}{food.public_id}/" in page
    assert f"{THEMES}{shipped.public_id}/" not in page, "those change it who work for all centres"
    theirs = sign_in(make.staff(there))
    for each in (food, shipped):
        path = f"{THEMES}{each.public_id}/"
        for way in (theirs.get(path), theirs.post(path, data={"title-en": "Drinks", "archived": "y"})):
            assert way.status_code == 403
    assert (str(food), food.archived_at) == ("Food", None)
    assert food in services.themes(), "it is there to be used"
    assert "Centre baku" in theirs.get(THEMES).text
    mine = sign_in(make.staff(baku))
    assert mine.post(f"{THEMES}{food.public_id}/", data={"title-en": "Meals"}).status_code == 303
    assert (str(food), food.centre_id) == ("Meals", baku.id)
    admin = sign_in(make.account("administrator"))
    given = {"title-en": "Meals", "centre": "dushanbe"}
    assert admin.post(f"{THEMES}{food.public_id}/", data=given).status_code == 303
    assert food.centre_id == there.id
    assert admin.post(f"{THEMES}{shipped.public_id}/", data={"title-en": "Time"}).status_code == 303
    assert shipped.centre_id is None
