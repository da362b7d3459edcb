"""What administrators decide about plugins: defaults, values, single sessions, history."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from trainhub.hooks.host import PluginHost
from trainhub.hooks.types import Kind, Setting, Slot
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid
from trainhub.office import queries, services
from trainhub.plugin_api import enabled_for, settings
from trainhub.sessions import services as sessions


def test_defaults_hold_until_somebody_decides(plugin: str) -> None:
    assert services.values(plugin) == {"days": 30, "share": 0.8, "test": False, "words": "thank you", "scale": "5"}
    services.save(plugin, {"days": 14, "share": 0.5, "test": True, "words": "", "scale": "7"})
    assert services.values(plugin) == {"days": 14, "share": 0.5, "test": True, "words": "", "scale": "7"}
    assert settings.get(plugin, "days") == 14


def test_what_equals_the_default_is_not_stored(plugin: str) -> None:
    services.save(plugin, {"days": 14})
    services.save(plugin, {"days": 30})
    assert db.session.scalars(queries.settings(plugin, None)).all() == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("days", 0),
        ("days", 366),
        ("days", "14"),
        ("days", True),
        ("days", None),
        ("share", 1.5),
        ("share", -0.1),
        ("share", None),
        ("test", "yes"),
        ("words", "x" * 501),
        ("words", 5),
        ("scale", "6"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_a_sentence(plugin: str, key: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        services.save(plugin, {key: value})
    assert refused.value.fields[key].endswith((".", "most."))
    assert services.get(plugin, key) == services.declared(plugin)[key].default


def test_a_stored_value_that_no_longer_fits_is_passed_over(app: Flask, plugin: str) -> None:
    services.save(plugin, {"scale": "7"})
    app.extensions["settings"] = [
        ("decided", Setting("scale", "Scale", kind=Kind.CHOICE, default="5", choices=[("5", "Five")]))
    ]
    assert services.get(plugin, "scale") == "5"


def test_a_session_may_differ_and_follows_where_it_does_not(plugin: str, make: Any) -> None:
    one, other = make.session(), make.session()
    services.save(plugin, {"days": 10, "test": False}, one)
    services.save(plugin, {"days": 60})
    assert (services.get(plugin, "days", one), services.get(plugin, "days", other)) == (10, 60)
    services.save(plugin, {"days": 60}, one)  # as the installation: it follows again
    services.save(plugin, {"days": 90})
    assert services.get(plugin, "days", one) == 90


def test_an_installation_wide_setting_asks_no_session(plugin: str, make: Any) -> None:
    services.save(plugin, {"words": "thanks"})
    assert services.get(plugin, "words", make.session()) == "thanks"


def test_an_undeclared_setting_is_a_mistake_of_the_code(plugin: str) -> None:
    with pytest.raises(KeyError):
        services.get(plugin, "nothing")
    with pytest.raises(ValueError, match="switch"):
        Setting("enabled", "x")


def test_a_plugin_takes_part_until_it_is_switched_off_for_a_session(plugin: str, make: Any) -> None:
    one, other = make.session(), make.session()
    assert enabled_for(plugin, one)
    services.set_enabled(plugin, one, on=False)
    assert not enabled_for(plugin, one)
    assert not enabled_for(plugin, one.id)
    assert enabled_for(plugin, other)
    services.set_enabled(plugin, one, on=True)
    assert enabled_for(plugin, one)
    assert not enabled_for("nobody", one)


def test_the_host_leaves_out_what_is_switched_off(app: Flask, plugin: str, make: Any) -> None:
    host: PluginHost = app.extensions["plugins"]
    one, other = make.session(), make.session()
    services.set_enabled(plugin, one, on=False)

    def mine(subject: Any) -> int:
        found = host.extend("extend_page", slot=Slot.SESSION_BODY, subject=subject, user=_nobody())
        return sum(panel.plugin == plugin for panel in found)

    assert (mine(one), mine(other)) == (0, 1)


def test_it_is_asked_for_once_in_a_request(app: Flask, plugin: str, make: Any, request: Any) -> None:
    session = make.session()
    db.session.flush()
    with request.getfixturevalue("queries")(1) as seen:
        for _each in range(5):
            enabled_for(plugin, session)
    assert len(seen) == 1


def test_decisions_stand_in_the_history(plugin: str, make: Any) -> None:
    session = make.session()
    services.save(plugin, {"days": 14})
    services.save(plugin, {"days": 7}, session)
    services.set_enabled(plugin, session, on=False)
    entries = db.session.query(AuditEntry).filter(AuditEntry.kind == "plugin_setting").order_by(AuditEntry.id).all()
    assert [(entry.subject_kind, entry.changes["value"], entry.label) for entry in entries] == [
        ("plugin", [None, 14], "Decided, Days"),
        ("training_session", [None, 7], "Decided, Days"),
        ("training_session", [None, False], "Decided, takes part"),
    ]


def _nobody() -> Any:
    class Nobody:
        is_authenticated, account_id, person_id = False, None, None

        def may(self, permission: str, *, centre_id: int | None = None) -> bool:
            return False

        def centres(self, permission: str) -> set[int] | None:
            return set()

        def scope(self, role: str, kind: str) -> set[str]:
            return set()

    return Nobody()


def test_a_copy_of_a_session_keeps_what_was_decided_for_it(plugin: str, make: Any) -> None:
    one = make.session(room=make.room())
    services.set_enabled(plugin, one, on=False)
    services.save(plugin, {"days": 7}, one)
    copy = sessions.clone(one, date(2028, 3, 7))
    assert not services.enabled_for(plugin, copy)
    assert services.get(plugin, "days", copy) == 7
    services.set_enabled(plugin, copy, on=True)  # each is decided by itself from here on
    assert not services.enabled_for(plugin, one)
    told = db.session.query(AuditEntry).filter_by(subject_kind="training_session", subject_id=copy.id)
    assert {"Decided, takes part", "Decided, Days"} <= {row.label for row in told}
