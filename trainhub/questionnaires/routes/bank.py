"""The bank of questions: the list by theme, one question, the archive."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from ...kernel import i18n, work
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import Texts
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.history import history_rows
from ...web.tables import Column, Filter, Table
from .. import policies, queries, services
from ..content import TYPES, Content, Item, Section, item_from_json
from ..forms import ItemForm, NewBankForm, ThemeForm, begun, item_form, mark_of
from ..models import BankItem
from .blueprint import blueprint
from .builder_frame import changed_meanwhile, words
from .builder_list import keeper_filter, keeper_of
from .builder_parts import acted

STATES: dict[str, str] = {"archived": _l("Archived"), "any": _l("All, also archived")}


def text_of(row: BankItem) -> Texts:
    return item_from_json(row.item).text


def marks_of(row: BankItem) -> list[tuple[str, str]]:
    """Return which languages a question has."""
    text = text_of(row)
    return [(code, "no" if code not in text.values else "old" if text.stale(code) else "") for code in i18n.languages()]


def _table() -> Table:
    code = i18n.language()
    names = services.themes(services.bank_themes())
    columns = (
        Column("question", _l("Question"), lambda row: text_of(row).text(code)),
        Column("type", _l("Type"), lambda row: TYPES[row.item["type"]]),
        Column("theme", _l("Theme"), lambda row: names.get(row.theme, row.theme), BankItem.theme),
        Column("centre", _l("Edited by"), keeper_of),
        Column("languages", _l("Languages"), lambda row: ", ".join(text_of(row).values).upper()),
        Column("key", _l("Key"), lambda row: row.key, BankItem.key),
    )
    filters = (
        Filter("q", _l("Words"), lambda query, value: query.where(BankItem.key.in_(services.bank_keys_with(value)))),
        Filter(
            "theme", _l("Theme"), lambda query, value: query.where(BankItem.theme == value), lambda: list(names.items())
        ),
        Filter("state", _l("State"), _in_state, lambda: [(key, str(label)) for key, label in STATES.items()]),
        keeper_filter(BankItem),
    )
    query = queries.bank()
    if request.args.get("state") not in STATES:
        query = query.where(BankItem.archived_at.is_(None))
    return Table(query, columns, filters, name="question-bank")


def _in_state(query: Select[Any], state: str) -> Select[Any]:
    return query.where(BankItem.archived_at.is_not(None)) if state == "archived" else query


@blueprint.get("/questionnaires/bank/")
@require(policies.VIEW)
def bank() -> ResponseReturnValue:
    """List the questions of the bank."""
    table = _table()
    return table.export() or render_template(
        "questionnaires/bank.html",
        table=table,
        text_of=text_of,
        marks_of=marks_of,
        keeper_of=keeper_of,
        names=services.themes(services.bank_themes()),
        may_edit=viewer().may(policies.EDIT),
        **words(),
    )


@blueprint.route("/questionnaires/bank/new", methods=["GET", "POST"])
@require(policies.EDIT)
def new_bank_item() -> ResponseReturnValue:
    """Begin a question of the bank: its words and type; the rest follows on its page."""
    form = NewBankForm(data={"theme": request.args.get("theme", "")})
    form.offer_keepers(viewer(), policies.EDIT)
    if form.validate_on_submit():
        source = i18n.language()
        item = begun(Item("new", form.type.data, Texts.of({source: (form.question.data or "").strip()}, source)))
        theme, home = (form.theme.data or "").strip(), form.keeper(policies.home(viewer()))
        made = form.attempt(services.new_bank_item, item=item, theme=theme, centre_id=home)
        if made is not None:
            work.commit()
            return redirect(url_for("questionnaires.edit_bank_item", key=made.key), 303)
    page = render_template("questionnaires/bank_new.html", form=form, themes=services.bank_themes())
    return page, 422 if form.errors else 200


@blueprint.route("/questionnaires/bank/<key>/", methods=["GET", "POST"])
@require(policies.EDIT)
def edit_bank_item(key: str) -> ResponseReturnValue:
    """Change a question of the bank, or read what another keeps; questionnaires that took it keep their copies."""
    row = services.find_bank_item(key)
    item = item_from_json(row.item)
    content = Content((Section("bank_page", items=(item,)),), language=item.text.source)
    if request.method == "GET" and not policies.may_keep(viewer(), row):
        return _read(row, item, content)
    form, head = item_form(content, item, test=True, bank=True), _head(_kept(row))
    if form.validate_on_submit() and head.validate():
        entered = form.item(item)
        if form.seen.data != mark_of(item):
            form.complain("", changed_meanwhile())
            form.seen.data = mark_of(item)
        if not form.errors and _saved(form, row, entered, head):
            work.commit()
            flash(_("The question of the bank was saved."), "ok")
            act = request.form.get("act", "save")
            stays = act != "save" or item.type != entered.type
            place = "questionnaires.edit_bank_item" if stays else "questionnaires.bank"
            return redirect(url_for(place, key=key if stays else None), 303)
    page = render_template("questionnaires/bank_item.html", row=row, item=item, **_page(content, form, head, row))
    return page, 422 if form.errors else 200


def _kept(row: BankItem) -> BankItem:
    """Return a question of the bank that the viewer keeps; another centre's is not theirs to change."""
    if not policies.may_keep(viewer(), row):
        abort(403)
    return row


def _head(row: BankItem) -> ThemeForm:
    form = ThemeForm(data={"theme": row.theme, "centre": row.centre.slug if row.centre else ""})
    form.offer_keepers(viewer(), policies.EDIT)
    return form


def _read(row: BankItem, item: Item, content: Content) -> str:
    """Show a question that others keep, as it is asked."""
    return render_template(
        "questionnaires/bank_read.html",
        row=row,
        item=item,
        content=content,
        keeper=keeper_of(row),
        rows=history_rows("bank_item", row.id, request.args.get("page", 1, type=int)),
        **words(),
    )


def _saved(form: ItemForm, row: BankItem, entered: Item, head: ThemeForm) -> bool:
    changed = acted(entered, request.form.get("act", "save"))
    theme = (head.theme.data or "").strip()
    form.attempt(services.change_bank_item, row=row, item=changed, theme=theme)
    services.hand_over(row, head.keeper(row.centre_id))
    return not form.errors


def _page(content: Content, form: ItemForm, head: ThemeForm, row: BankItem) -> dict[str, Any]:
    others = [code for code in i18n.languages() if code != content.language]
    asked = request.args.get("to") or i18n.language()
    return {
        "content": content,
        "form": form,
        "head": head,
        "source": content.language,
        "to": asked if asked in others else others[0],
        "others": [(code, i18n.NATIVE.get(code, code)) for code in others],
        "spare": {"new1", "new2"},
        "themes": services.bank_themes(),
        "keeper": keeper_of(row),
        "finished": services.is_finished(item_from_json(row.item)),
        "rows": history_rows("bank_item", row.id, request.args.get("page", 1, type=int)),
        **words(),
    }


@blueprint.post("/questionnaires/bank/<key>/archive")
@require(policies.EDIT)
def archive_bank_item(key: str) -> ResponseReturnValue:
    """Take a question out of the bank, or bring it back."""
    row = _kept(services.find_bank_item(key))
    yes = row.archived_at is None
    if PlainForm().validate_on_submit():
        services.archive_bank_item(row, yes)
        work.commit()
        flash(_("Archived. Questionnaires keep their copies.") if yes else _("It is in the bank again."), "ok")
    return redirect(url_for("questionnaires.edit_bank_item", key=key), 303)


@blueprint.post("/questionnaires/bank/<key>/copy")
@require(policies.EDIT)
def copy_bank_item(key: str) -> ResponseReturnValue:
    """Put a copy of a question into the bank that the viewer keeps, and lead to it."""
    row = services.find_bank_item(key)
    if not PlainForm().validate_on_submit():
        return redirect(url_for("questionnaires.edit_bank_item", key=key), 303)
    made = services.copy_bank_item(row, centre_id=policies.home(viewer()))
    work.commit()
    flash(_("The copy is yours to change. It has a key of its own, so its answers are counted apart."), "ok")
    return redirect(url_for("questionnaires.edit_bank_item", key=made.key), 303)
