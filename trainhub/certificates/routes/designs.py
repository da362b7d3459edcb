"""How the certificates of a centre look: designs, their words, logos and signatures, and a look at the page."""

import re
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import files, i18n, work
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...people.models import Centre
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.history import history_rows
from ...web.tables import Column, Table
from .. import policies, services
from ..forms import DesignLogoForm, DesignSignersForm, DesignWordsForm, LookForm, picture_hint
from ..models import DESIGN_STATES, LAYOUTS, SLOT_NAMES, CertificateDesign, told_pair
from ..queries import designs as queries
from ..services import designs as records
from ..services.trying import Named

pages = Blueprint("designs", __name__, url_prefix="/settings/certificate-designs")
ONE = "/<public_id>/"
DESIGN = require(policies.DESIGN)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?")


@pages.get("/")
@DESIGN
def index() -> ResponseReturnValue:
    kinds = records.kinds()
    columns = (
        Column("name", _l("Name"), lambda row: row.name, CertificateDesign.name),
        Column("centre", _l("Centre"), lambda row: row.centre.title, shown=False),
        Column("kind", _l("For certificates of"), lambda row: kinds.get(row.kind, row.kind)),
        Column("layout", _l("Layout"), lambda row: LAYOUTS[row.layout]),
        Column("languages", _l("Languages"), lambda row: ", ".join(map(told_pair, row.pairs))),
        Column("version", _l("Version"), lambda row: row.version, CertificateDesign.version, numeric=True),
        Column("state", _l("State"), lambda row: DESIGN_STATES[row.state], CertificateDesign.state),
    )
    table = Table(queries.designs(viewer().centres(policies.DESIGN)), columns, name="certificate-designs")
    return table.export() or render_template("certificates/designs.html", table=table, kinds=kinds, layouts=LAYOUTS)


@pages.route("/new", methods=["GET", "POST"])
@DESIGN
def new() -> ResponseReturnValue:
    centres = services.designs.centres(viewer())
    form = LookForm([(one.slug, one.title.text(i18n.language())) for one in centres], data=_FRESH)
    if form.validate_on_submit() and (
        made := form.attempt(records.create, centre=_centre(form, centres), look=form.look())
    ):
        work.commit()
        return redirect(url_for(".show", public_id=made.public_id), 303)
    page = render_template("certificates/design_new.html", form=form, centres=centres)
    return page, 422 if form.errors else 200


_FRESH: dict[str, Any] = {"kind": "", "layout": "landscape", "pairs": records.FIRST_PAIRS}


def _centre(form: LookForm, centres: list[Centre]) -> Centre:
    chosen = form.centre.data if "centre" in form else ""
    return next((one for one in centres if one.slug == chosen), centres[0])


@pages.route(ONE, methods=["GET", "POST"])
@DESIGN
def show(public_id: str) -> ResponseReturnValue:
    found = records.find(public_id, viewer())
    form = LookForm(data={key: getattr(found, key) for key in ("name", "kind", "layout", "pairs")})
    if form.validate_on_submit() and form.done(records.change, design=found, look=form.look()):
        return _saved(found, ".show")
    return _page("design", found, form, kinds=records.kinds(), layouts=LAYOUTS)


@pages.route(f"{ONE}words", methods=["GET", "POST"])
@DESIGN
def words(public_id: str) -> ResponseReturnValue:
    """Change the words of one language, the shipped ones beside them."""
    found = records.find(public_id, viewer())
    spoken = records.languages(found)
    to = request.args.get("to", "")
    to = to if to in spoken else spoken[0]
    form = DesignWordsForm(data=found.texts.get(to, {}))
    words = {field.short_name: field.data or "" for field in form.slots}
    if form.validate_on_submit() and form.done(records.write, design=found, language=to, words=words):
        return _saved(found, ".words", to=to)
    shipped = records.shipped(found, to)
    return _page("design_words", found, form, to=to, spoken=spoken, shipped=shipped, places=_places())


def _places() -> dict[str, str]:
    """Return what the placeholders stand for."""
    return {
        "title": _("title of the training"),
        "centre": _("name of the centre"),
        "place": _("city, or the word for a training held online"),
        "dates": _("first and last day"),
        "hours": _("training hours in words"),
        "format": _("format of the session"),
        "level": _("levels of the session"),
        "modules": _("modules with their numbers"),
        "organisers": _("the centre and who held it with it"),
        "number": _("number of the certificate"),
        "issued": _("day of issue"),
        "expires": _("last day of validity, if there is one"),
    }


@pages.get(f"{ONE}pictures")
@DESIGN
def pictures(public_id: str) -> ResponseReturnValue:
    return _pictures(records.find(public_id, viewer()))


def _pictures(
    found: CertificateDesign, logo: DesignLogoForm | None = None, signers: DesignSignersForm | None = None
) -> ResponseReturnValue:
    signed = {f"name_{number}": one["name"] for number, one in enumerate(found.signatories, start=1)}
    forms = logo or DesignLogoForm(formdata=None), signers or DesignSignersForm(formdata=None, data=signed)
    faulty = signers or logo
    return _page("design_pictures", found, faulty or forms[0], logo=forms[0], signers=forms[1], hint=picture_hint())


@pages.post(f"{ONE}logos")
@DESIGN
def logo(public_id: str) -> ResponseReturnValue:
    found, form = records.find(public_id, viewer()), DesignLogoForm()
    if form.validate_on_submit() and (upload := form.upload()):
        whose = {"name": form.name.data or "", "donor": form.whose.data == "donor"}
        if form.done(records.add_logo, design=found, upload=upload, **whose):
            return _saved(found, ".pictures")
    work.rollback()
    return _pictures(records.find(public_id, viewer()), logo=form)


@pages.post(f"{ONE}logos/<file>/remove")
@DESIGN
def remove_logo(public_id: str, file: str) -> ResponseReturnValue:
    found = records.find(public_id, viewer())
    records.remove_logo(found, file)
    return _saved(found, ".pictures")


@pages.post(f"{ONE}signers")
@DESIGN
def signers(public_id: str) -> ResponseReturnValue:
    found, form = records.find(public_id, viewer()), DesignSignersForm()
    if form.validate_on_submit() and form.done(records.set_signers, design=found, signers=form.signers()):
        return _saved(found, ".pictures")
    work.rollback()
    return _pictures(records.find(public_id, viewer()), signers=form)


@pages.get(f"{ONE}pictures/<file>")
@DESIGN
def picture(public_id: str, file: str) -> Response:
    found = records.find_picture(records.find(public_id, viewer()), file)
    return files.send(found, as_download=False)


# --- a look at it ---------------------------------------------------------------------------------


@pages.get(f"{ONE}preview")
@DESIGN
def preview(public_id: str) -> ResponseReturnValue:
    """Show the page with one of the longest names or a typed one, or say why it cannot be printed."""
    found = records.find(public_id, viewer())
    known = services.trying.names(found)
    pair, name = _pair(found), _name(known)
    fault = services.trying.fault(found, pair, name)
    args = {"languages": pair, "name": name.text, "second": name.second, "of": name.lang}
    return _page("design_preview", found, PlainForm(), names=known, pair=pair, name=name, fault=fault, args=args)


@pages.get(f"{ONE}preview.pdf")
@DESIGN
def as_pdf(public_id: str) -> ResponseReturnValue:
    found = records.find(public_id, viewer())
    return _file(services.trying.preview(found, _pair(found), _name([])), "application/pdf")


@pages.get(f"{ONE}preview.png")
@DESIGN
def as_png(public_id: str) -> ResponseReturnValue:
    found = records.find(public_id, viewer())
    return _file(services.trying.picture(found, _pair(found), _name([])), "image/png")


def _pair(found: CertificateDesign) -> str:
    asked = request.args.get("languages", "")
    return asked if asked in found.pairs else found.pairs[0]


def _name(known: list[Named]) -> Named:
    """Return the name that was asked for: a known one with all that is known of it, else as it was typed."""
    asked = " ".join((request.args.get("typed") or request.args.get("name") or "").split())[:200]
    if not asked:
        return known[0] if known else Named(services.trying.NO_NAME, "az")
    of = request.args.get("of", "")
    typed = Named(asked, of if LANGUAGE.fullmatch(of) else "en", request.args.get("second", "")[:200])
    return next((one for one in known if one.text == asked), typed)


def _file(body: bytes, media_type: str) -> Response:
    answer = make_response(body)
    answer.mimetype = media_type
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


# --- states -----------------------------------------------------------------------------------------


@pages.post(f"{ONE}use")
@DESIGN
def use(public_id: str) -> ResponseReturnValue:
    found = records.find(public_id, viewer())
    try:
        records.put_to_use(found)
    except Refused as refused:
        work.rollback()
        flash(str(refused), "stop")
        return redirect(url_for(".preview", public_id=public_id), 303)
    return _saved(found, ".show", _("Certificates issued from now on look like this. Those issued stay as they are."))


@pages.post(f"{ONE}next")
@DESIGN
def begin_next(public_id: str) -> ResponseReturnValue:
    draft = records.begin_next(records.find(public_id, viewer()))
    return _saved(draft, ".show", _("This is a draft of the next version. Nobody gets it before you put it to use."))


@pages.post(f"{ONE}archive")
@DESIGN
def archive(public_id: str) -> ResponseReturnValue:
    found = records.find(public_id, viewer())
    records.archive(found)
    return _saved(found, ".show", _("No certificate is issued in this design any more. Those issued stay as they are."))


@pages.post(f"{ONE}drop")
@DESIGN
def drop(public_id: str) -> ResponseReturnValue:
    records.drop(records.find(public_id, viewer()))
    work.commit()
    flash(_("The draft is gone."), "ok")
    return redirect(url_for(".index"), 303)


@pages.get(f"{ONE}history")
@DESIGN
def history(public_id: str) -> ResponseReturnValue:
    found = records.find(public_id, viewer())
    rows = history_rows("certificate_design", found.id, request.args.get("page", 1, type=int))
    return _page("design_history", found, PlainForm(), rows=rows)


def _page(template: str, found: CertificateDesign, form: Any, **more: Any) -> ResponseReturnValue:
    page = render_template(
        f"certificates/{template}.html",
        design=found,
        form=form,
        states=DESIGN_STATES,
        slots=SLOT_NAMES,
        told_pair=told_pair,
        **more,
    )
    return page, 422 if form.errors else 200


def _saved(found: CertificateDesign, endpoint: str, said: str = "", **args: Any) -> ResponseReturnValue:
    work.commit()
    flash(said or _("Saved."), "ok")
    return redirect(url_for(endpoint, public_id=found.public_id, **args), 303)
