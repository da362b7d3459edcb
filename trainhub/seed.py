"""Brings a database to where the program can work: schema, reference data, keys, the register of person columns."""

from flask import Flask

from . import migrate
from .certificates import keys
from .certificates import services as certificates
from .holidays import services as holidays
from .hooks import delivery
from .kernel import work
from .office import services as office
from .people import services as people
from .questionnaires import services as questionnaires
from .sessions import services as sessions


def prepare(app: Flask) -> None:
    """Create or upgrade the database; may be run any number of times."""
    migrate.upgrade(app)
    with app.app_context():
        people.ensure_reference_data()
        people.register_person_columns()
        sessions.ensure_formats()
        sessions.ensure_donors()
        holidays.fill_ahead()
        certificates.ensure_kinds()
        questionnaires.ensure_ready()
        keys.ensure()
        belonging = migrate.branches(app)
        office.register_plugins({name: revisions for name, revisions in belonging.items() if name != migrate.CORE})
        delivery.remember_listeners()
        work.commit()
        keys.publish()
