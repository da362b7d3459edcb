"""Who comes to a session: the list for staff and trainers, decisions about many, adding a person."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.db import db
from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext
from ...people import policies as people_policies
from ...people import queries as people_queries
from ...people import reference
from ...people import services as people
from ...people.models import Person
from ...sessions.models import TrainingSession
from ...web.access import signed_in, viewer
from ...web.forms import PlainForm
from .. import policies, queries, services
from ..forms import ChoiceForm, WalkInForm, walk_in_form
from ..models import ENDORSEMENTS, HOLDING, ORIGINS, Registration
from ..policies import VERBS
from .finding import blueprint, session_to_decide, session_to_list
from .table import category_parents, category_titles, participants_table, told_balance

FOUND = 10  # people offered by a search


@blueprint.get("/sessions/<slug>/participants/")
@signed_in
def participants(slug: str) -> ResponseReturnValue:
    session = session_to_list(slug)
    deciding = policies.may_decide(viewer(), session)
    crowd, held = services.crowd(session), services.terms(session)
    known = services.Known(session, held, category_parents)
    table = participants_table(session, crowd, known, deciding=deciding)
    exported = table.export()
    if exported is not None:
        return exported
    return render_template(
        "registration/participants.html",
        session=session,
        table=table,
        deciding=deciding,
        **(told_balance(session, crowd, known) if deciding else {"titles": category_titles()}),
        states=crowd.states,
        line=known.line if crowd.states.get("waiting") else {},
        known=known,
        verbs=_verbs(held),
        ranked=held.ranked,
        asked=len(held.call.documents) if held.call else 0,
        origins=ORIGINS,
        endorsements=ENDORSEMENTS,
        levels=reference.LEVELS,
    )


@blueprint.get("/sessions/<slug>/participants/balance")
@signed_in
def balance(slug: str) -> ResponseReturnValue:
    """Return the balance as it would be with the ticked people: what htmx puts in while one ticks."""
    session = session_to_decide(slug)
    known = services.Known(session, services.terms(session), category_parents)
    told = told_balance(session, services.crowd(session), known, _picked(session))
    return render_template("registration/balance.html", session=session, **told)


@blueprint.route("/sessions/<slug>/participants/decide", methods=["GET", "POST"])
@signed_in
def decide(slug: str) -> ResponseReturnValue:
    """Ask about the ticked people with how many get a mail, then do it; many are done in the background."""
    session, verb = session_to_decide(slug), request.values.get("verb", "")
    picked, form = _picked(session), ChoiceForm()
    if verb not in VERBS or not picked:
        raise Invalid(_("Tick the people first, then choose what to do."))
    if form.validate_on_submit():
        done = _decide(session, picked, verb, form)
        if done is not None:
            return done
        work.rollback()
        session = session_to_decide(slug)
        picked = _picked(session)
    held = services.terms(session)
    page = render_template(
        "registration/decide.html",
        session=session,
        picked=picked,
        verb=verb,
        form=form,
        reason_needed=held.call is not None,
        women=services.among_chosen(session.id, held, picked) if held.call and VERBS[verb] in HOLDING else None,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/sessions/<slug>/participants/add")
@signed_in
def add(slug: str) -> ResponseReturnValue:
    """Find somebody of the address book, or note the least of somebody new."""
    return _add_page(session_to_decide(slug), walk_in_form())


@blueprint.post("/sessions/<slug>/participants/add/<person_id>")
@signed_in
def add_known(slug: str, person_id: str) -> ResponseReturnValue:
    session = session_to_decide(slug)
    person = people.find_person(person_id, viewer())
    services.add(session=session, person=person, by=work.actor())
    return _added(session, person)


@blueprint.post("/sessions/<slug>/participants/invite/<person_id>")
@signed_in
def invite_known(slug: str, person_id: str) -> ResponseReturnValue:
    """Invite somebody of the address book, who answers by the link in the mail."""
    session = session_to_decide(slug)
    person = people.find_person(person_id, viewer())
    services.invite(session=session, person=person, by=work.actor())
    return _invited(session, person)


@blueprint.post("/sessions/<slug>/participants/add")
@signed_in
def add_new(slug: str) -> ResponseReturnValue:
    """Add somebody new at the door, or invite them by mail, as the button says."""
    session, form = session_to_decide(slug), walk_in_form()
    inviting = request.form.get("act") == "invite"
    form.needs_mail(inviting)
    if form.validate_on_submit():
        person = form.attempt(people.create_person, command=form.command())
        if person and inviting and form.attempt(services.invite, session=session, person=person, by=work.actor()):
            return _invited(session, person)
        if (
            person
            and not inviting
            and form.attempt(services.add, session=session, person=person, by=work.actor(), origin="walk-in")
        ):
            return _added(session, person)
        work.rollback()
    return _add_page(session_to_decide(slug), form), 422


def _picked(session: TrainingSession) -> list[Registration]:
    return list(db.session.scalars(queries.picked(session.id, request.values.getlist("pick"))).unique())


def _verbs(held: services.Terms) -> tuple[str, ...]:
    """Return what staff do with many: asked to confirm first, unless the call gives places at once."""
    return (
        ("offer", "confirm", "wait", "decline")
        if held.call and held.confirm
        else ("confirm", "offer", "wait", "decline")
    )


def _decide(
    session: TrainingSession, picked: list[Registration], verb: str, form: ChoiceForm
) -> ResponseReturnValue | None:
    """Decide, or queue it for many; None where something is missing, which the form says."""
    why = {"verb": verb, "by": work.actor(), "reason": form.reason.data or "", "missed": form.missed.data or ""}
    if len(picked) > services.AT_ONCE:
        job = form.attempt(
            services.decide_later, session=session, public_ids=[each.public_id for each in picked], **why
        )
        if job is None:
            return None
        work.commit()
        return redirect(url_for("office.job", public_id=job), 303)
    outcome = form.attempt(services.decide, registrations=picked, **why)
    return None if outcome is None else _decided(session, outcome)


def _decided(session: TrainingSession, outcome: services.Outcome) -> ResponseReturnValue:
    work.commit()
    if outcome.changed:
        flash(
            ngettext(
                "%(num)s person decided. The mail is on its way.",
                "%(num)s people decided. The mails are on their way.",
                outcome.changed,
            ),
            "ok",
        )
    for name, why in outcome.refused:
        flash(_("%(name)s stays as before. %(why)s", name=name, why=why), "warn")
    return redirect(url_for(".participants", slug=session.slug), 303)


def _add_page(session: TrainingSession, form: WalkInForm) -> str:
    words = request.args.get("q", "").strip()
    return render_template(
        "registration/add.html",
        session=session,
        form=form,
        q=words,
        button=PlainForm(),
        found=_found(session, words) if words else [],
        can_invite=not services.why_not_now(session),
    )


def _found(session: TrainingSession, words: str) -> list[Person]:
    """Return people of the address book who fit the words and are not in the session."""
    query = queries.not_in(people_queries.persons(people_policies.reach(viewer())), session.id)
    return list(db.session.scalars(query.where(people_queries.person_matches(words)).limit(FOUND)).unique())


def _added(session: TrainingSession, person: Person) -> ResponseReturnValue:
    work.commit()
    flash(_("%(name)s has a place now.", name=person.display), "ok")
    return redirect(url_for(".participants", slug=session.slug), 303)


def _invited(session: TrainingSession, person: Person) -> ResponseReturnValue:
    work.commit()
    flash(_("%(name)s is invited. The mail with the link is on its way.", name=person.display), "ok")
    return redirect(url_for(".participants", slug=session.slug), 303)
