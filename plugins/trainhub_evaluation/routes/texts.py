"""Free texts of a wave, coded by themes; and the themes themselves."""

from collections import defaultdict

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainhub.plugin_api import Column, NotFound, PlainForm, Table, commit, history_rows, require, viewer
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api import texts as i18n
from trainhub.plugin_api.questionnaires import Wave, content_of, may_show
from trainhub.plugin_api.sessions import TrainingSession

from .. import policies, services
from ..forms import ThemeForm
from ..models import SessionWave, Theme
from ..queries import reading
from .blueprint import SESSION, blueprint, readable


@blueprint.get(f"{SESSION}texts/<public_id>/")
@require(policies.VIEW)
def texts(slug: str, public_id: str) -> ResponseReturnValue:
    """Show the free texts of one wave, question by question, with their themes."""
    session, row, wave = _texts(slug, public_id)
    found = services.coded([wave])
    only = request.args.get("theme", "")
    groups: dict[str, list[services.Coded]] = defaultdict(list)
    for each in found:
        if not only or any(theme.public_id == only for theme in each.themes):
            groups[each.text.item].append(each)
    content = content_of(wave)
    asked = [(item, groups[item.key]) for item in content.items if groups.get(item.key)]
    return render_template(
        "evaluation/texts.html",
        session=session,
        row=row,
        questions=[(item.text, rows) for item, rows in asked],
        counts=services.counts(found),
        themes=services.themes(),
        only=only,
        uncoded=sum(not each.themes for each in found),
        may_edit=policies.may_edit(viewer(), session),
    )


@blueprint.post(f"{SESSION}texts/<public_id>/")
@require(policies.EDIT)
def code(slug: str, public_id: str) -> ResponseReturnValue:
    """Say what one text is about."""
    session, _row, wave = _texts(slug, public_id)
    if not policies.may_edit(viewer(), session):
        raise NotFound
    key = request.form.get("text", "")
    if PlainForm().validate_on_submit():
        services.code(wave=wave, key=key, chosen=request.form.getlist("theme"))
        commit()
        flash(_("Noted."), "ok")
    back = url_for(".texts", slug=slug, public_id=public_id)
    return redirect(f"{back}#t-{key.partition('.')[0]}", 303)


def _texts(slug: str, public_id: str) -> tuple[TrainingSession, SessionWave, Wave]:
    session, row = readable(slug), services.find_row(public_id)
    wrong = row.session_id != session.id or row.wave is None or not may_show(row.wave)
    if wrong or row.wave is None or not policies.may_see(viewer(), session):
        raise NotFound
    return session, row, row.wave


# --- themes ---------------------------------------------------------------------------------------


@blueprint.get("/themes/")
@require(policies.VIEW)
def themes() -> ResponseReturnValue:
    """Show what free texts are about, over all trainings that the viewer may see."""
    columns = [
        Column("title", _("Theme"), lambda row: row.Theme.title.text(i18n.language())),
        Column("texts", _("Texts"), lambda row: row.texts, numeric=True),
        Column("sessions", _("Trainings"), lambda row: row.sessions, numeric=True),
        Column("centre", _("Edited by"), lambda row: _keeper(row.Theme)),
        Column("archived", _("Archived"), lambda row: row.Theme.archived_at),
    ]
    table = Table(reading.theme_counts(viewer().centres(policies.VIEW)), columns, name="themes")
    return table.export() or render_template(
        "evaluation/themes.html",
        table=table,
        keeper_of=_keeper,
        may_keep=lambda theme: policies.may_keep(viewer(), theme),
    )


def _keeper(theme: Theme) -> str:
    return theme.centre.title.text(i18n.language()) if theme.centre else _("administrators")


@blueprint.route("/themes/new", methods=["GET", "POST"])
@require(policies.EDIT)
def new_theme() -> ResponseReturnValue:
    form = ThemeForm()
    form.offer_keepers(viewer(), policies.EDIT)
    home = policies.home(viewer())
    if form.validate_on_submit() and _saved(form, None, home):
        commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".themes"), 303)
    return _theme_page(form, None)


@blueprint.route("/themes/<public_id>/", methods=["GET", "POST"])
@require(policies.EDIT)
def theme(public_id: str) -> ResponseReturnValue:
    """Rename a theme, or take it off the list; another centre's is not the viewer's to change."""
    found = services.find_theme(public_id)
    if not policies.may_keep(viewer(), found):
        abort(403)
    slug = found.centre.slug if found.centre else ""
    form = ThemeForm(data={"title": found.title, "archived": found.archived_at is not None, "centre": slug})
    form.offer_keepers(viewer(), policies.EDIT)
    if form.validate_on_submit() and _saved(form, found, found.centre_id):
        services.archive_theme(found, yes=form.archived.data)
        commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".themes"), 303)
    return _theme_page(form, found)


def _saved(form: ThemeForm, found: Theme | None, home: int | None) -> Theme | None:
    """Keep a theme for the chosen centre, else for `home`."""
    return form.attempt(services.save_theme, title=form.title.data, theme=found, centre_id=form.keeper(home))


def _theme_page(form: ThemeForm, found: Theme | None) -> ResponseReturnValue:
    rows = history_rows("evaluation_theme", found.id) if found else None
    page = render_template("evaluation/theme.html", form=form, theme=found, rows=rows)
    return page, 422 if form.is_submitted() else 200
