"""What the administrator decides about plugins."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...web.access import require
from .. import policies, services
from ..forms import SettingsForm, settings_form
from .running import blueprint


@blueprint.get("/settings/")
@require(policies.SETTINGS)
def settings() -> ResponseReturnValue:
    """Show one section for each plugin that lets something be decided."""
    return _page()


@blueprint.post("/settings/<name>")
@require(policies.SETTINGS)
def save_settings(name: str) -> ResponseReturnValue:
    """Store the settings of one plugin."""
    if name not in services.titles():
        raise NotFound
    form = settings_form(name)
    if form.validate() and form.done(services.save, plugin=name, given=form.given(name)):
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(url_for("office.settings", _anchor=name), 303)
    work.rollback()
    return _page(name, form), 422


def _page(name: str = "", entered: SettingsForm | None = None) -> str:
    forms = {each: settings_form(each) for each in services.titles() if each != name or entered is None}
    if entered is not None:
        forms[name] = entered
    sections = [(each, title, forms[each]) for each, title in services.titles().items()]
    return render_template("office/settings.html", sections=sections)
