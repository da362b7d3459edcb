"""The roster for staff: who can teach what, in which languages, who is free; records, CV, history."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from ...kernel import files, i18n, work
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.i18n import country_name, language_name
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.text import alphabetical, fold
from ...people import services as people
from ...people.models import Person
from ...sessions import queries as session_queries
from ...sessions.models import (
    ASSIGNMENT_ROLES,
    EXPERT_KINDS,
    EXPERTISE_LEVELS,
    REGIONS,
    SKILLS,
    SPOKEN_LEVELS,
    Expert,
    TrainingSession,
)
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.history import history_rows
from ...web.tables import Column, Filter, Table
from ...web.templating import words
from .. import policies, queries, services
from ..forms import SPOKEN, AbsenceForm, EntryForm, ExpertForm, FileForm, data_of_expert, upload_of

blueprint = Blueprint("trainers", __name__, url_prefix="/trainers")
EDIT = require(policies.EDIT)
Words = Sequence[tuple[str, str]]
NOT_AT_ALL = services.Load()


class Roster(Table):
    """The roster as a list, with the load of those on it."""

    @cached_property
    def loads(self) -> dict[int, services.Load]:
        return services.loads(queries.persons_of(self.narrowed))

    def load(self, row: Expert) -> services.Load:
        return self.loads.get(row.person_id, NOT_AT_ALL)


def roster() -> Roster:
    """Return the list as the address asks for it."""
    table = Roster(queries.experts(), [], filters(), order="name", name="trainers")
    table.all_columns = columns(table.load)
    return table


def columns(load: Callable[[Expert], services.Load]) -> list[Column]:
    return [
        Column("name", _l("Name"), lambda row: row.person.display, Person.display),
        Column("modules", _l("Modules"), _modules),
        Column("languages", _l("Languages"), _languages),
        Column("country", _l("Country"), lambda row: _country(row.person.country_code), Person.country_code),
        Column("kind", _l("Kind"), lambda row: EXPERT_KINDS.get(row.kind, row.kind), Expert.kind),
        Column("roles", _l("Roles"), lambda row: _named(ASSIGNMENT_ROLES, row.roles), shown=False),
        Column("skills", _l("Skills"), lambda row: _named(SKILLS, row.skills), shown=False),
        Column("regions", _l("Has worked in"), lambda row: _named(REGIONS, row.regions), shown=False),
        Column("education", _l("Education"), lambda row: row.education, shown=False),
        Column("days", _l("Days this year"), lambda row: load(row).days, numeric=True),
        Column("hours", _l("Hours this year"), lambda row: load(row).hours, numeric=True, shown=False),
        Column("coming", _l("To come"), lambda row: load(row).coming, numeric=True),
        Column("taught", _l("Sessions taught"), lambda row: load(row).taught, numeric=True, shown=False),
        Column("active", _l("Available"), lambda row: _("Yes") if row.active else _("No"), Expert.active),
        Column("conduct", _l("Code of conduct"), lambda row: row.conduct_version, shown=False),
        Column("email", _l("E-mail, where it may be passed on"), _email, shown=False),
    ]


def _email(row: Expert) -> str:
    """Return the e-mail of those who agreed that it is passed on: lists travel (US-17)."""
    return (row.person.email or "") if row.share_contact else ""


def _modules(row: Expert) -> str:
    ordered = sorted(row.expertise, key=lambda each: each.module.number)
    return ", ".join(f"{each.module.number} ({EXPERTISE_LEVELS.get(each.level, each.level)})" for each in ordered)


def _languages(row: Expert) -> str:
    levels = {code: SPOKEN_LEVELS.get(row.language_levels.get(code, "")) for code in row.languages}
    return ", ".join(
        f"{language_name(code)} ({level})" if level else language_name(code) for code, level in levels.items()
    )


def _country(code: str | None) -> str:
    return country_name(code) if code else ""


def _named(names: dict[str, str], keys: Sequence[str]) -> str:
    return ", ".join(str(names.get(key, key)) for key in keys)


def filters() -> list[Filter]:
    return [
        Filter("q", _l("Name"), lambda query, text: query.where(Person.search.contains(fold(text), autoescape=True))),
        Filter("module", _l("Module"), queries.teaches_module, _module_choices),
        Filter("level", _l("Level at least"), _at_level, lambda: list(EXPERTISE_LEVELS.items())),
        Filter("language", _l("Language"), queries.speaks, _spoken_choices),
        Filter("free", _l("Free from"), _free, None, "date"),
        Filter("until", _l("Free until"), lambda query, _text: query, None, "date"),
        Filter("country", _l("Country"), queries.lives_in, _country_choices),
        Filter("kind", _l("Kind"), queries.of_kind, lambda: list(EXPERT_KINDS.items())),
        Filter("agency", _l("Agency"), queries.is_inside, lambda: [("inside", _("Inside")), ("outside", _("Outside"))]),
        Filter("role", _l("Role"), queries.in_role, lambda: list(ASSIGNMENT_ROLES.items())),
        Filter("skill", _l("Skill"), queries.has_skill, lambda: list(SKILLS.items())),
        Filter("region", _l("Has worked in"), queries.has_worked_in, lambda: list(REGIONS.items())),
        Filter("active", _l("Available"), queries.is_active, lambda: [("yes", _("Yes")), ("no", _("No"))]),
    ]


def _at_level(query: Select[Any], level: str) -> Select[Any]:
    """Narrow by a level or higher; in the module that is asked for, if one is."""
    levels = list(EXPERTISE_LEVELS)
    reached = levels[levels.index(level) :] if level in levels else []
    return queries.at_level(query, request.args.get("module", ""), reached)


def _free(query: Select[Any], text: str) -> Select[Any]:
    """Narrow to those who are free from a day until another, or on that day alone; what is no date narrows nothing."""
    first = _date(text)
    last = _date(request.args.get("until", "")) or first
    return query if first is None or last is None else queries.free_between(query, min(first, last), max(first, last))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _module_choices() -> Words:
    return [(str(number), str(number)) for number in db.session.scalars(session_queries.module_numbers())]


def _spoken_choices() -> Words:
    by_name = alphabetical(i18n.language())
    return sorted(((code, language_name(code)) for code in SPOKEN), key=lambda pair: by_name(pair[1]))


def _country_choices() -> Words:
    return people.choices.country_choices()


@blueprint.get("/")
@EDIT
def index() -> ResponseReturnValue:
    table = roster()
    named = bool(request.args.get("q"))  # nobody is looked up by name to learn a figure
    return table.export() or render_template(
        "roster/trainers.html",
        table=table,
        load=table.load,
        women=None if named else services.women_among(table.narrowed),
        **vocabulary(),
    )


@blueprint.get("/<public_id>/")
@EDIT
def show(public_id: str) -> str:
    return _page(services.find_expert(public_id), AbsenceForm(formdata=None))


def _page(expert: Expert, absence: AbsenceForm) -> str:
    away = services.absences(expert.person_id)
    return render_template(
        "roster/trainer.html",
        expert=expert,
        sessions=_taught(expert),
        years=services.years(expert.person_id),
        months=services.months(expert.person_id, away),
        away=away,
        absence=absence,
        agreed=services.agreed(expert),
        formats=dict(format_choices()),
        **vocabulary(),
    )


def vocabulary() -> dict[str, Any]:
    """Return the words in which an entry is told."""
    return {
        "levels": EXPERTISE_LEVELS,
        "kinds": EXPERT_KINDS,
        "spoken": SPOKEN_LEVELS,
        "skills": SKILLS,
        "regions": REGIONS,
        "roles": ASSIGNMENT_ROLES,
    }


def format_choices() -> Words:
    return [(each.key, words(each.title)) for each in db.session.scalars(queries.formats())]


def _taught(expert: Expert) -> list[TrainingSession]:
    """Return what an expert has a part in, of the centres the viewer works for."""
    return list(db.session.scalars(queries.taught_by(expert.person_id, viewer().centres(policies.VIEW))).unique())


@blueprint.post("/<public_id>/away")
@EDIT
def add_absence(public_id: str) -> ResponseReturnValue:
    """Enter days on which a trainer cannot teach: whoever falls ill does not sign in to say so."""
    expert, form = services.find_expert(public_id), AbsenceForm()
    if form.validate_on_submit():
        said = {"since": form.since.data, "until": form.until.data, "note": form.note.data or ""}
        if form.attempt(services.add_absence, person=expert.person, **said):
            work.commit()
            flash(_("Saved."), "ok")
            return redirect(url_for(".show", public_id=public_id), 303)
    return _page(expert, form), 422


@blueprint.post("/<public_id>/away/<absence_id>/remove")
@EDIT
def remove_absence(public_id: str, absence_id: str) -> ResponseReturnValue:
    expert = services.find_expert(public_id)
    if PlainForm().validate_on_submit():
        services.remove_absence(expert.person, absence_id)
        work.commit()
        flash(_("Removed."), "ok")
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.get("/<public_id>/cv")
@EDIT
def cv(public_id: str) -> ResponseReturnValue:
    expert = services.find_expert(public_id)
    if expert.cv is None:
        raise NotFound
    return files.send(expert.cv)


@blueprint.route("/new", methods=["GET", "POST"])
@EDIT
def new() -> ResponseReturnValue:
    blank = {"email": request.args.get("email", ""), "expertise": [{}], "spoken": [{}], "roles": ["trainer"]}
    return _edit(None, ExpertForm(data={**blank, "active": True}))


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@EDIT
def edit(public_id: str) -> ResponseReturnValue:
    expert = services.find_expert(public_id)
    return _edit(expert, ExpertForm(data=data_of_expert(expert)))


@blueprint.post("/<public_id>/cv")
@EDIT
def put_cv(public_id: str) -> ResponseReturnValue:
    expert, form = services.find_expert(public_id), FileForm()
    if form.validate_on_submit() and form.done(services.put_cv, expert=expert, upload=upload_of(form.file)):
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".show", public_id=public_id), 303)
    flash(" ".join(str(each) for errors in form.errors.values() for each in errors), "stop")
    return redirect(url_for(".show", public_id=public_id), 303)


def _edit(expert: Expert | None, form: Any) -> ResponseReturnValue:
    turned = turn(form)
    if not turned and form.validate_on_submit():
        more = {"email": form.email.data or "", "country": form.country.data or ""}
        saved = form.attempt(services.save_expert, plan=form.plan(), expert=expert, **more)
        if saved is not None:
            work.commit()
            flash(_("Saved."), "ok")
            return redirect(url_for("trainers.show", public_id=saved.person.public_id), 303)
    return render_template("roster/trainer_edit.html", form=form, expert=expert), 422 if form.errors else 200


def turn(form: EntryForm) -> bool:
    """Fill a form's lists, after adding or dropping the row that a button names; say whether one did."""
    turned = request.method == "POST" and form.turn(request.form.get("act", ""))
    form.offer(list(db.session.scalars(session_queries.module_numbers())), format_choices())
    return turned


@blueprint.get("/<public_id>/history")
@EDIT
def history(public_id: str) -> str:
    expert = services.find_expert(public_id)
    rows = history_rows("expert", expert.id, request.args.get("page", 1, int))
    return render_template(
        "sessions/office_history.html",
        rows=rows,
        name=expert.person.display,
        home=url_for("trainers.index"),
        home_name=_("Trainers"),
        url=url_for("trainers.show", public_id=expert.person.public_id),
    )
