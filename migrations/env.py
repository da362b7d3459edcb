"""Runs the revisions of core and plugins inside the app that migrate.config() put in the attributes."""

from alembic import context
from sqlalchemy import text

from trainhub import migrate
from trainhub.kernel.db import db

app = context.config.attributes["app"]
branch = context.config.attributes.get("branch")  # set while a revision is being written


def include_object(_thing, name, kind, _reflected, _other):
    """Compare only tables of what runs here; a new revision sees only those of its own branch."""
    if kind != "table":
        return True
    if branch is not None:
        return migrate.branch(app, name) == branch
    return migrate.runs(app, name)


def check_keys(connection, yes):
    """Let SQLite check foreign keys, or not; inside a transaction, which SQLAlchemy would begin, it does not listen."""
    connection.connection.driver_connection.execute(f"PRAGMA foreign_keys={'ON' if yes else 'OFF'}")


def run() -> None:
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:  # a table that batch mode makes anew would else take its children with it
            check_keys(connection, False)
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=include_object,
            render_as_batch=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        if sqlite:
            lost = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
            connection.commit()
            check_keys(connection, True)
            if lost:
                raise RuntimeError(f"the upgrade would leave rows without their parent: {lost[:5]}")


with app.app_context():
    run()
