"""What core counts, each with its definition: sessions, registrations through their states, people, hours, heads."""

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import Select

from ..hooks.types import Gather, Indicator, Scope
from ..kernel.i18n import lazy_gettext as _l
from .queries import measures

PEOPLE = _l("People trained")
REGISTRATIONS = _l("Registrations")
SESSIONS = _l("Sessions")
TRAINERS = _l("Trainers")
APART = _l("Counted apart from training")
OF_FACTS = frozenset({"registration", "session", "day", *measures.FACTS})
OF_SESSIONS = frozenset({"session", "day", "format"})
PARTICIPATIONS = "core.participations"
EVERYBODY = "core.registrations"  # all other figures of people are about some of these
HEADCOUNT = "core.headcount"


def core() -> list[Indicator]:
    """Return core's indicators in the order of menus."""
    return [*_people(), *_registrations(), *_sessions(), *_trainers(), *_apart()]


def _of_facts(
    key: str, title: str, definition: str, unit: str, measure: Callable[[Scope], Select[Any]], **more: Any
) -> Indicator:
    return Indicator(
        f"core.{key}", title, definition, unit, measure, splits=OF_FACTS, kept=True, **{"family": PEOPLE, **more}
    )


def _people() -> list[Indicator]:
    return [
        _of_facts(
            "participations",
            _l("Participations"),
            _l(
                "Who attended one half-day at least of a session that counts as training. Somebody who came to "
                "three sessions counts three times."
            ),
            _l("participations"),
            measures.attended,
            part_of=EVERYBODY,
        ),
        _of_facts(
            "persons",
            _l("Different persons"),
            _l(
                "The different people behind the participations: each counts once, to however many sessions they "
                "came. Therefore modules, years or formats do not add up to the total."
            ),
            _l("persons"),
            measures.attended,
            gather=Gather.PERSONS,
            part_of=PARTICIPATIONS,
        ),
        _of_facts(
            "hours",
            _l("Hours attended"),
            _l("The hours that everybody was there, late arrival and early leaving taken off."),
            _l("hours"),
            measures.hours,
            part_of=PARTICIPATIONS,
        ),
        _of_facts(
            "completed",
            _l("Completed"),
            _l("Participations with as many hours as a certificate needs, in sessions that are closed."),
            _l("participations"),
            partial(measures.reached, state="completed"),
            part_of=PARTICIPATIONS,
        ),
        _of_facts(
            "completion_rate",
            _l("Share that completed"),
            _l("Of the participations in closed sessions, the share with as many hours as a certificate needs."),
            "%",
            measures.completion,
            gather=Gather.SHARE,
            part_of=PARTICIPATIONS,
        ),
        _of_facts(
            "certificates",
            _l("Certificates"),
            _l("Participations with a certificate that was not revoked. They count for the session’s first day."),
            _l("certificates"),
            partial(measures.reached, state="certified"),
            part_of=PARTICIPATIONS,
        ),
    ]


def _registrations() -> list[Indicator]:
    states = [
        (
            "registrations",
            "",
            _l("Registrations"),
            _l("Everybody with a row in a session that counts as training, in whatever state it is."),
        ),
        ("invited", "invited", _l("Invited"), _l("Registrations that began with an invitation.")),
        ("nominated", "nominated", _l("Nominated"), _l("Registrations that began with a nomination.")),
        ("applied", "applied", _l("Applied"), _l("Registrations that people sent themselves.")),
        ("selected", "selected", _l("Selected"), _l("Registrations that were ever offered or given a place.")),
    ]
    return [
        _of_facts(
            key,
            title,
            definition,
            _l("registrations"),
            partial(measures.reached, state=flag),
            family=REGISTRATIONS,
            part_of=EVERYBODY if flag else "",
        )
        for key, flag, title, definition in states
    ]


def _sessions() -> list[Indicator]:
    return [
        Indicator(
            "core.sessions",
            _l("Training sessions"),
            _l("Sessions whose format counts as training, by their first day; drafts and cancelled ones are left out."),
            _l("sessions"),
            measures.trainings,
            splits=OF_SESSIONS,
            people=False,
            family=SESSIONS,
        )
    ]


def _trainers() -> list[Indicator]:
    splits = frozenset({"session", "day", "format", "gender", "country"})
    return [
        Indicator(
            "core.trainers",
            _l("Trainers’ assignments"),
            _l(
                "Trainers and facilitators of training sessions. Somebody who taught three sessions counts three times."
            ),
            _l("assignments"),
            measures.trainers,
            splits=splits,
            family=TRAINERS,
        ),
        Indicator(
            "core.trainer_persons",
            _l("Different trainers"),
            _l("The different people who taught: each counts once, however many sessions they had."),
            _l("persons"),
            measures.trainers,
            gather=Gather.PERSONS,
            splits=splits,
            family=TRAINERS,
            part_of="core.trainers",
        ),
    ]


def _apart() -> list[Indicator]:
    return [
        Indicator(
            "core.other_sessions",
            _l("Information sessions, briefings and the like"),
            _l("Sessions whose format does not count as training, by their first day."),
            _l("sessions"),
            measures.other_sessions,
            splits=OF_SESSIONS,
            people=False,
            family=APART,
        ),
        _of_facts(
            "other_participations",
            _l("Participations that are not training"),
            _l("Who came with an account to a session whose format does not count as training."),
            _l("participations"),
            measures.attended_otherwise,
            family=APART,
        ),
        Indicator(
            HEADCOUNT,
            _l("Head-count"),
            _l(
                "People at information sessions and the like, counted by whoever was there, without accounts or "
                "names. The same person may be counted at several sessions. Never added to persons."
            ),
            _l("heads"),
            measures.heads,
            splits=frozenset({"session", "day", "format", "gender", "heads"}),
            family=APART,
        ),
    ]
