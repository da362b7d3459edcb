"""Questionnaires for the office: the list, a new one, and the record with its versions, their use and history."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from ...kernel import i18n, work
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.i18n import ngettext
from ...people.models import Centre
from ...people.queries import by_text
from ...people.services.choices import centre_choices
from ...web.access import require, viewer
from ...web.forms import PlainForm, SelectChoice
from ...web.history import history_rows
from ...web.tables import Column, Filter, Table
from .. import policies, queries, services
from ..content import Content, content_from_json
from ..forms import HeadForm, NewForm, head_form
from ..models import KINDS, VERSION_STATES, BankItem, Questionnaire, QuestionnaireVersion
from .blueprint import blueprint
from .builder_frame import kept, words

STATES: dict[str, str] = {
    "draft": _l("With a draft"),
    "frozen": _l("Ready to be sent"),
    "archived": _l("Archived"),
    "any": _l("All, also archived"),
}


def state_of(questionnaire: Questionnaire) -> str:
    """Say in words how far a questionnaire is."""
    if questionnaire.archived_at is not None:
        return _("Archived")
    draft, latest = questionnaire.draft, questionnaire.latest
    if draft is None or latest is None:
        return str(VERSION_STATES["draft" if draft else "frozen"])
    return _("Version %(no)s frozen, version %(next)s a draft", no=latest.no, next=draft.no)


SHARED = "-"  # the filter for what has no centre


def keeper_of(row: Questionnaire | BankItem) -> str:
    """Say who changes a questionnaire or a question of the bank."""
    return row.centre.title.text(i18n.language()) if row.centre else _("administrators")


def keeper_filter(model: type[Questionnaire | BankItem]) -> Filter:
    """Return the filter by who changes it."""

    def apply(query: Select[Any], slug: str) -> Select[Any]:
        return query.where(model.centre_id.is_(None) if slug == SHARED else model.centre.has(Centre.slug == slug))

    return Filter("centre", _l("Edited by"), apply, lambda: [(SHARED, _("Administrators")), *centre_choices()])


def _table() -> Table:
    code = i18n.language()
    columns = (
        Column("title", _l("Title"), lambda row: row[0].title.text(code), by_text(Questionnaire.title, code)),
        Column("kind", _l("Kind"), lambda row: KINDS[row[0].kind], Questionnaire.kind),
        Column("state", _l("State"), lambda row: state_of(row[0])),
        Column("centre", _l("Edited by"), lambda row: keeper_of(row[0])),
        Column("waves", _l("Waves"), lambda row: row[1], queries.waves_count(), numeric=True),
        Column("key", _l("Key"), lambda row: row[0].key, Questionnaire.key, shown=False),
        Column("created", _l("Made"), lambda row: row[0].created_at, Questionnaire.created_at, shown=False),
    )
    filters = (
        Filter("q", _l("Title"), lambda query, value: query.where(Questionnaire.id.in_(services.found_by(value)))),
        Filter(
            "kind",
            _l("Kind"),
            lambda query, value: query.where(Questionnaire.kind == value),
            lambda: [(key, str(label)) for key, label in KINDS.items()],
        ),
        Filter("state", _l("State"), in_state, lambda: [(key, str(label)) for key, label in STATES.items()]),
        keeper_filter(Questionnaire),
    )
    query: Select[Any] = queries.listed()
    if request.args.get("state") not in STATES:
        query = query.where(Questionnaire.archived_at.is_(None))
    return Table(query, columns, filters, name="questionnaires")


def in_state(query: Select[Any], state: str) -> Select[Any]:
    """Narrow a list of questionnaires: with a draft, ready to be sent, archived, or all."""
    if state == "archived":
        return query.where(Questionnaire.archived_at.is_not(None))
    if state not in VERSION_STATES:
        return query
    query = query.where(Questionnaire.archived_at.is_(None))
    return query.where(Questionnaire.versions.any(QuestionnaireVersion.state == state))


@blueprint.get("/questionnaires/")
@require(policies.VIEW)
def index() -> ResponseReturnValue:
    """List questionnaires."""
    table = _table()
    return table.export() or render_template(
        "questionnaires/list.html",
        table=table,
        state_of=state_of,
        keeper_of=keeper_of,
        may_edit=viewer().may(policies.EDIT),
        **words(),
    )


@blueprint.route("/questionnaires/new", methods=["GET", "POST"])
@require(policies.EDIT)
def new() -> ResponseReturnValue:
    """Make a questionnaire: blank, or as a copy of one that there is."""
    sources = services.sources()
    form = NewForm(data={"source": request.args.get("from", "blank"), "language": i18n.language()})
    form.offer([SelectChoice(value=each.public_id, label=_source(each)) for each in sources])
    form.offer_keepers(viewer(), policies.EDIT)
    if form.validate_on_submit():
        made = form.attempt(_make, form=form)
        if made is not None:
            work.commit()
            flash(_("The questionnaire was made. It is a draft: nobody is asked yet."), "ok")
            return redirect(url_for("questionnaires.build", public_id=made.public_id), 303)
    page = render_template("questionnaires/list_new.html", form=form, ready=len(sources))
    return page, 422 if form.errors else 200


def _source(questionnaire: Questionnaire) -> str:
    version = questionnaire.latest or questionnaire.versions[-1]
    number = len(list(content_from_json(version.content).items))
    title = questionnaire.title.text(i18n.language())
    return ngettext("%(title)s (%(num)s question)", "%(title)s (%(num)s questions)", number, title=title)


def _make(form: NewForm) -> Questionnaire:
    home = form.keeper(policies.home(viewer()))
    if form.source.data == "blank":
        title = form.title_in(form.language.data)
        content = Content(language=form.language.data)
        return services.create(title=title, kind=form.kind.data or "other", content=content, centre_id=home)
    source = services.find(form.source.data)
    version = source.latest or source.versions[-1]
    return services.copy(version, title=form.title_in(version.language), kind=form.kind.data, centre_id=home)


@blueprint.get("/questionnaires/<public_id>/")
@require(policies.VIEW)
def record(public_id: str) -> ResponseReturnValue:
    """Show a questionnaire: its versions, where they were sent, what can be done."""
    questionnaire = services.find(public_id)
    waves = services.waves_of(questionnaire)
    return render_template(
        "questionnaires/record.html",
        questionnaire=questionnaire,
        heads=services.heads(questionnaire, i18n.languages()),
        waves=[wave for wave in waves if policies.may_see(viewer(), wave)],
        sent=bool(waves),
        keeper=keeper_of(questionnaire),
        may_edit=viewer().may(policies.EDIT),
        may_keep=policies.may_keep(viewer(), questionnaire),
        **words(),
    )


@blueprint.get("/questionnaires/<public_id>/history")
@require(policies.VIEW)
def history(public_id: str) -> ResponseReturnValue:
    """Show who changed what in a questionnaire."""
    questionnaire = services.find(public_id)
    rows = history_rows("questionnaire", questionnaire.id, request.args.get("page", 1, type=int))
    return render_template("questionnaires/record_history.html", questionnaire=questionnaire, rows=rows)


@blueprint.route("/questionnaires/<public_id>/edit", methods=["GET", "POST"])
@require(policies.EDIT)
def edit(public_id: str) -> ResponseReturnValue:
    """Change title and kind, and who keeps it."""
    questionnaire = kept(public_id)
    form: HeadForm = head_form(questionnaire)
    form.offer_keepers(viewer(), policies.EDIT)
    if form.validate_on_submit() and form.done(
        services.retitle, questionnaire=questionnaire, title=form.texts(), kind=form.kind.data
    ):
        services.hand_over(questionnaire, form.keeper(questionnaire.centre_id))
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(url_for("questionnaires.record", public_id=public_id), 303)
    page = render_template("questionnaires/record_edit.html", questionnaire=questionnaire, form=form)
    return page, 422 if form.errors else 200


@blueprint.post("/questionnaires/<public_id>/draft")
@require(policies.EDIT)
def begin_draft(public_id: str) -> ResponseReturnValue:
    """Begin the next version, and say what that means."""
    questionnaire = kept(public_id)
    frozen = questionnaire.latest
    if PlainForm().validate_on_submit():
        had = questionnaire.draft is not None
        version = services.draft_of(questionnaire)
        work.commit()
        if frozen is not None and not had:
            flash(
                _(
                    "Version %(no)s was begun. Its questions keep their keys, so that results compare; "
                    "version %(before)s stays as it was sent.",
                    no=version.no,
                    before=frozen.no,
                ),
                "ok",
            )
    return redirect(url_for("questionnaires.build", public_id=public_id), 303)


@blueprint.post("/questionnaires/<public_id>/archive")
@require(policies.EDIT)
def archive(public_id: str) -> ResponseReturnValue:
    """Take a questionnaire off the lists, or bring it back."""
    questionnaire = kept(public_id)
    yes = questionnaire.archived_at is None
    if PlainForm().validate_on_submit():
        services.archive(questionnaire, yes)
        work.commit()
        flash(_("Archived. Results stay where they are.") if yes else _("It is on the lists again."), "ok")
    return redirect(url_for("questionnaires.record", public_id=public_id), 303)
