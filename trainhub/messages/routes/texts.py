"""The centre's own words for its mails, and when each kind goes."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...web.access import require, viewer
from ...web.tables import Column, Few
from .. import html, kinds, policies, services
from ..forms import ModeForm, WordsForm
from ..kinds import Kind
from ..models import MODES
from ..services import texts as wordings
from .outbox import blueprint

EVERYWHERE = require(policies.TEXTS, everywhere=True)


@blueprint.get("/texts/")
@EVERYWHERE
def texts() -> ResponseReturnValue:
    columns = (
        Column("kind", _l("Kind"), lambda row: str(row.kind.label)),
        Column("mode", _l("What happens"), lambda row: str(MODES[row.mode])),
        Column("own", _l("Own words"), lambda row: ", ".join(row.languages)),
    )
    table = Few(wordings.overview(), columns, name="mail-texts")
    reminders = services.REMINDERS
    return table.export() or render_template("messages/texts.html", table=table, modes=MODES, reminders=reminders)


@blueprint.route("/texts/<kind>", methods=["GET", "POST"])
@EVERYWHERE
def text(kind: str) -> ResponseReturnValue:
    """Change the words of a kind in one language; `preview` shows them with a real mail's values first."""
    found, to = wordings.find_kind(kind), _language()
    draft = wordings.drafts(found)[to]
    form = WordsForm(data={"subject": draft.subject, "body": draft.body})
    shown = None
    if form.validate_on_submit():
        subject, body = form.subject.data or "", form.body.data or ""
        if request.form.get("act") == "preview":
            shown = _preview(form, found, to, subject, body)
        elif form.done(wordings.save, kind=found, language=to, subject=subject, body=body):
            return _saved(found, to, _("Mails go out in these words from now on."))
        else:
            work.rollback()
    return _page(found, to, form, shown)


@blueprint.post("/texts/<kind>/reset")
@EVERYWHERE
def reset(kind: str) -> ResponseReturnValue:
    found, to = wordings.find_kind(kind), _language()
    wordings.reset(found, to)
    return _saved(found, to, _("Mails go out in the shipped words again."))


@blueprint.post("/texts/<kind>/mode")
@EVERYWHERE
def mode(kind: str) -> ResponseReturnValue:
    found, form = wordings.find_kind(kind), ModeForm()
    if not form.validate_on_submit():
        raise Invalid(_("Choose one of the list."))
    services.change_mode(found.key, form.mode.data)
    return _saved(found, _language(), _("Saved."))


def _page(kind: Kind, to: str, form: WordsForm, shown: tuple[str, str] | None) -> ResponseReturnValue:
    drafts = wordings.drafts(kind)
    beside = next(code for code in i18n.languages() if code != to or len(drafts) == 1)
    page = render_template(
        "messages/text.html",
        kind=kind,
        form=form,
        to=to,
        draft=drafts[to],
        beside=drafts[beside],
        drafts=drafts,
        mode=ModeForm(None, data={"mode": wordings.mode(kind)}),
        subject=shown[0] if shown else "",
        blocks=html.blocks(shown[1]) if shown else [],
        button=kinds.button(kind.key, to),
    )
    return page, 422 if form.errors else 200


def _preview(form: WordsForm, kind: Kind, to: str, subject: str, body: str) -> tuple[str, str] | None:
    """Return the words with the values of the latest mail of this kind that the viewer may see."""
    sample = wordings.sample(kind, to, policies.reach(viewer()))
    values = dict((sample.data or {}).get("values", {})) if sample is not None else {}
    return form.attempt(wordings.previewed, kind=kind, language=to, subject=subject, body=body, values=values)


def _language() -> str:
    asked = request.args.get("to", "")
    return asked if asked in i18n.languages() else i18n.language()


def _saved(kind: Kind, to: str, said: str) -> ResponseReturnValue:
    work.commit()
    flash(said, "ok")
    return redirect(url_for("messages.text", kind=kind.key, to=to), 303)
