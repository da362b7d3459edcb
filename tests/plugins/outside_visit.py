"""Starts trainhub with a plugin that was installed from its wheel, visits it, and says what was found as JSON.

Run by test_outside.py in a process of its own, whose path holds the place the wheel was installed to.
"""

import json
import sys
from typing import Any

from flask.testing import FlaskClient

from trainhub import seed
from trainhub.app import create_app
from trainhub.kernel.db import db, expect_writes
from trainhub.testing.make import Make

app = create_app({"STRICT": True})
app.config.update(WTF_CSRF_ENABLED=False)
client: FlaskClient = app.test_client()


def prepare() -> str:
    """Make a session and sign an administrator in; return the session's address."""
    seed.prepare(app)
    expect_writes(True)
    with app.app_context():
        make = Make()
        session, account = make.session(), make.account("administrator")
        db.session.commit()
        key, slug = f"{account.id}:{account.stamp}", session.slug
        db.session.remove()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = key, True
    return slug


def visit(slug: str) -> dict[str, Any]:
    home = f"/sessions/{slug}/"
    sent = client.post(f"/x/outside/{slug}/", data={"text": "Ask for a flipchart."})
    page = client.get(f"/x/outside/{slug}/")
    asset = next(part for part in page.text.split('"') if part.startswith("/static/x/outside/"))
    style = client.get(asset)
    explorer = client.get("/reports/", query_string={"indicator": "outside.notes"})
    return {
        "file": sys.modules["trainhub_outside.plugin"].__file__,
        "saved": sent.status_code,
        "page": "Ask for a flipchart." in page.text,
        "panel": "Ask for a flipchart." in client.get(home).text,
        "explorer": [explorer.status_code, "Notes kept" in explorer.text],
        "style": [style.status_code, style.headers["Cache-Control"], style.text.strip()],
        "plugins": "Outside" in client.get("/plugins/").text,
        "own": "Ask for a flipchart." in client.get("/me/data").text,
        "translated": "Bütün qeydlər" in client.get(home, query_string={"lang": "az"}).text,
    }


print(json.dumps(visit(prepare())))
