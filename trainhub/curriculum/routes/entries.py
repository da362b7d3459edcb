"""Pages on which staff list an activity of another module in a draft, and take it out of the list again."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.i18n import gettext as _
from ...web.access import require
from ...web.forms import PlainForm
from .. import policies, services
from ..forms import NewEntryForm
from .editing import draft, module_page
from .frame import bp, context


@bp.post("/modules/<int:number>/list")
@require(policies.EDIT)
def add_entry(number: int) -> ResponseReturnValue:
    """List an activity of another module here too."""
    module = services.module_to_edit(number, draft())
    form = NewEntryForm().offer(services.listable(module, services.texts(module.version)))
    made = None
    if form.validate_on_submit():
        key, note = form.activity.data or "", form.note.data
        made = form.attempt(services.add_reference, module=module, activity=key, note=note)
    if made is None:
        return module_page(module, entry=form), 422
    work.commit()
    flash(_("%(key)s stands for %(other)s now.", key=made.entry, other=made.activity.key), "ok")
    label, to = module.version.label, request.args.get("to")
    return redirect(url_for("curriculum.edit_module", number=number, version=label, to=to), 303)


@bp.route("/modules/<int:number>/list/<entry>/remove", methods=["GET", "POST"])
@require(policies.EDIT)
def remove_entry(number: int, entry: str) -> ResponseReturnValue:
    """Ask, then take a cross-listed entry out of a module."""
    module = services.module_to_edit(number, draft())
    found = services.find_reference(module, entry)
    form = PlainForm()
    if form.validate_on_submit() and form.done(services.remove_reference, module=module, entry=entry):
        work.commit()
        flash(_("%(key)s was taken out of this draft.", key=entry), "ok")
        return redirect(url_for("curriculum.edit_module", number=number, version=module.version.label), 303)
    activity = services.activity(found.activity.key, module.version)
    page = render_template(
        "curriculum/entry_remove.html", **context(module.version), module=module, entry=found, activity=activity
    )
    return page, 422 if form.errors else 200
