"""An upgrade of a database that is in use keeps its rows: SQLite makes tables anew, and their children stay."""

from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import text

from trainhub import migrate
from trainhub.app import create_app
from trainhub.kernel.db import db, expect_writes


def test_a_table_made_anew_keeps_its_children(tmp_path: Path, capfd: Any) -> None:
    app = create_app({"DATA": tmp_path, "PLUGINS": ("absent",), "LOG_LEVEL": "CRITICAL"})
    expect_writes(True)
    with app.app_context():
        command.upgrade(migrate.config(app), "c020")
        db.session.execute(text("INSERT INTO curriculum (id, slug) VALUES (1, 'kept')"))
        db.session.execute(
            text(
                "INSERT INTO curriculum_version"
                " (id, curriculum_id, label, state, language, languages, title, created_at)"
                " VALUES (1, 1, '1.0', 'draft', 'en', '[]', '{}', '2027-03-02 08:00:00')"
            )
        )
        db.session.commit()
        db.session.remove()
        command.upgrade(migrate.config(app), "heads")  # c021 makes the table curriculum anew
        assert db.session.scalar(text("SELECT count(*) FROM curriculum_version")) == 1
        db.session.remove()
        db.engine.dispose()
