"""Who else is asked: supervisors of participants, and who answers for an institution."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from trainhub.plugin_api import NotFound, commit, enabled_for, require, signed_in, viewer
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api import texts as i18n
from trainhub.plugin_api.people import Person
from trainhub.plugin_api.sessions import TrainingSession, find, for_frame

from .. import policies, services
from ..forms import ContactForm, contact_data, offered
from .blueprint import SESSION, blueprint, editable


@blueprint.get(f"{SESSION}asked")
@require(policies.EDIT)
def asked(slug: str) -> ResponseReturnValue:
    """Show whose supervisors and which institutions are known, and which are missing."""
    session = editable(slug)
    known = {row.registration_id: row.supervisor for row in services.supervisors(session)}
    return render_template(
        "evaluation/asked.html",
        session=session,
        people=[(row, known.get(row.id)) for row in services.expected(session)],
        institutions=services.institutions(session),
    )


@blueprint.route(f"{SESSION}asked/<public_id>", methods=["GET", "POST"])
@require(policies.EDIT)
def supervisor_of(slug: str, public_id: str) -> ResponseReturnValue:
    """Let staff say who supervises a participant."""
    session = editable(slug)
    registration = services.find_registration(session, public_id)
    form = _form(services.known_supervisor(registration), session)
    if form.validate_on_submit() and form.done(
        services.name_supervisor, registration=registration, command=form.command()
    ):
        return _saved(session, ".asked")
    about = registration.person.display if registration.person else ""
    return _page(session, form, about, staff=True)


@blueprint.route(f"{SESSION}institutions/<body>", methods=["GET", "POST"])
@require(policies.EDIT)
def contact_of(slug: str, body: str) -> ResponseReturnValue:
    """Let staff say who answers for an institution."""
    session = editable(slug)
    organisation = services.find_institution(session, body)
    contact = next((row for each, row in services.institutions(session) if each.id == organisation.id), None)
    form = _form(contact.person if contact else None, session)
    if form.validate_on_submit() and form.done(
        services.name_contact, organisation=organisation, command=form.command()
    ):
        return _saved(session, ".asked")
    return _page(session, form, organisation.title.text(i18n.language()), staff=True, institution=True)


@blueprint.route(f"{SESSION}supervisor", methods=["GET", "POST"])
@signed_in
def own_supervisor(slug: str) -> ResponseReturnValue:
    """Let a participant say who supervises them; what the address book calls that person stays with the staff."""
    session = find(slug, viewer(), *for_frame())
    registration = services.own_registration(session, viewer().person_id)
    if registration is None or not enabled_for("evaluation", session):
        raise NotFound
    form = _form(services.known_supervisor(registration), session, name="")
    if form.validate_on_submit() and form.done(
        services.name_supervisor, registration=registration, command=form.command()
    ):
        return _saved(session, "sessions.show")
    return _page(session, form, "", staff=False)


def _form(person: Person | None, session: TrainingSession, **instead: str) -> ContactForm:
    language = next((code for code in session.languages if code in i18n.languages()), i18n.language())
    form = ContactForm(data={**contact_data(person, language), **instead})
    form.language.choices = offered((code, _NAMES.get(code, code)) for code in i18n.languages())
    return form


_NAMES = {"en": "English", "az": "Azərbaycanca", "ru": "Русский", "tk": "Türkmençe"}


def _saved(session: TrainingSession, endpoint: str) -> ResponseReturnValue:
    services.plan_soon(session.id)
    commit()
    flash(_("Saved."), "ok")
    return redirect(url_for(endpoint, slug=session.slug), 303)


def _page(
    session: TrainingSession, form: ContactForm, about: str, *, staff: bool, institution: bool = False
) -> ResponseReturnValue:
    page = render_template(
        "evaluation/contact.html", session=session, form=form, about=about, staff=staff, institution=institution
    )
    return page, 422 if form.is_submitted() else 200
