"""Removing one plugin leaves the others standing: every subset of those in plugins/ starts, migrates and works.

The list is read from the folder: it grows by itself.
"""

from itertools import chain, combinations
from pathlib import Path

import pytest
from sqlalchemy import inspect

from trainhub import paths, seed
from trainhub.app import create_app
from trainhub.hooks import loading
from trainhub.hooks.host import PluginHost
from trainhub.kernel.db import db, expect_writes
from trainhub.testing.make import Make

BUNDLED = sorted(loading.find(paths.plugin_folders()))
SUBSETS = list(chain.from_iterable(combinations(BUNDLED, number) for number in range(len(BUNDLED) + 1)))
PAGES = ("/", "/calendar/", "/sessions/", "/reports/", "/certificates/", "/people/", "/me/data", "/plugins/")


@pytest.mark.parametrize("subset", SUBSETS, ids=lambda subset: "+".join(subset) or "none")
def test_a_subset_starts_migrates_and_works(tmp_path: Path, subset: tuple[str, ...]) -> None:
    absent = set(BUNDLED) - set(subset)
    for name in absent:
        loading.switch(tmp_path, name, on=False)
    app = create_app({"DATA": tmp_path, "STRICT": True, "TESTING": True, "LOG_LEVEL": "ERROR"})
    plugins: PluginHost = app.extensions["plugins"]
    assert (set(plugins.infos), plugins.unloaded) == (set(subset), {})
    seed.prepare(app)
    expect_writes(True)
    with app.app_context():
        there = inspect(db.engine).get_table_names()
        assert [table for table in there if table.startswith(tuple(f"{name}_" for name in absent))] == []
        make = Make()
        account, session = make.account("administrator"), make.session()
        registration = make.graduate()
        db.session.commit()
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = f"{account.id}:{account.stamp}", True
        walk = [*PAGES, *(f"/sessions/{each.slug}/" for each in (session, registration.session))]
        answers = {path: client.get(path).status_code for path in [*walk, f"/sessions/{session.slug}/edit"]}
        db.session.remove()
        db.engine.dispose()
    assert {path: status for path, status in answers.items() if status != 200} == {}
