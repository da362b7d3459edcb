"""Registers of what is known of countries: the list, one as a table, one as a list, the form of a country."""

from collections.abc import Iterator
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext
from ...people import queries as people_queries
from ...people import services as people
from ...people.reference import MEMBERS
from ...web.access import require, viewer
from ...web.forms import Form, PlainForm
from ...web.tables import Column, Filter, Table
from ...web.templating import words
from .. import policies, queries, services
from ..forms.registers import ItemForm, RegisterForm, entries_form
from ..models import Register, RegisterEntry, RegisterItem
from ..services.registers import Grid
from ..vocabulary import ITEM_STATES, ITEM_WORDS
from .blueprint import blueprint, file_asked, sight


def _list() -> Table:
    return Table(
        queries.registers(),
        (
            Column("title", _("Register of the countries"), lambda row: words(row.Register.title)),
            Column(
                "about",
                _("What it tells"),
                lambda row: words(row.Register.about) if row.Register.about else "",
                within="title",
            ),
            Column("items", _("Items"), lambda row: row.things, numeric=True),
            Column("countries", _("Countries it tells of"), lambda row: row.countries, numeric=True),
        ),
        name="registers",
    )


@blueprint.get("/registers/")
@require(policies.VIEW)
def registers() -> ResponseReturnValue:
    table = _list()
    return table.export() or render_template("needs/registers.html", table=table, may_edit=viewer().may(policies.EDIT))


@blueprint.post("/registers/shipped")
@require(policies.EDIT)
def load_registers() -> ResponseReturnValue:
    """Add the registers that are shipped with what is known for certain, what is not there yet."""
    if PlainForm().validate_on_submit():
        added = services.loading.load_registers()
        work.commit()
        flash(ngettext("%(num)s entry was added.", "%(num)s entries were added.", added), "ok")
    return redirect(url_for(".registers"), 303)


@blueprint.get("/registers/<register_id>")
@require(policies.VIEW)
def register(register_id: str) -> ResponseReturnValue:
    """Show a register as a table of countries and items with its sums."""
    grid = services.registers.grid(services.registers.find(register_id), sight())
    return file_asked("register", _lines(grid)) or render_template(
        "needs/register.html",
        grid=grid,
        register=grid.register,
        item_words=ITEM_WORDS,
        invented=grid.invented,
        may_edit=viewer().may(policies.EDIT),
        telling={code for code in grid.countries if policies.may_tell(viewer(), code)},
    )


def _lines(grid: Grid) -> Iterator[list[Any]]:
    yield [_("Country"), *(words(item.title) for item in grid.items), _("Remark")]
    for code in grid.countries:
        entries = [grid.of(code, item) for item in grid.items]
        made_up = _("Invented for the demonstration") if any(each and each.invented for each in entries) else ""
        yield [i18n.country_name(code), *(_word(each) for each in entries), made_up]


def _word(entry: RegisterEntry | None) -> str:
    if entry is None:
        return ""
    word = str(ITEM_WORDS[entry.item.kind].get(entry.state, entry.state))
    return word + (f" ({entry.note})" if entry.note else "")


def _entries(found: Register, sees: policies.Sight) -> Table:
    query = queries.entries(found.id)
    if sees.countries is not None:
        query = query.where(RegisterEntry.country_code.in_(sees.countries))
    return Table(
        query,
        (
            Column(
                "country",
                _("Country"),
                lambda row: i18n.country_name(row.country_code),
                _alphabet(RegisterEntry.country_code),
            ),
            Column("item", _("Item"), lambda row: words(row.item.title), RegisterItem.place),
            Column("state", _("State"), lambda row: ITEM_WORDS[row.item.kind].get(row.state, row.state)),
            Column("day", _("Since"), lambda row: row.day, RegisterEntry.day),
            Column("note", _("Footnote"), lambda row: row.note),
            Column("source", _("Source"), lambda row: row.source, shown=False),
            Column("invented", _("Remark"), _invented, within="state"),
        ),
        (
            Filter("country", _("Country"), _of_country, people.choices.country_choices),
            Filter(
                "item",
                _("Item"),
                lambda query, key: query.where(RegisterItem.public_id == key),
                lambda: [(item.public_id, words(item.title)) for item in found.items],
            ),
            Filter(
                "state",
                _("State"),
                lambda query, key: query.where(RegisterEntry.state == key),
                lambda: _states_of(found.items),
            ),
        ),
        order="country",
        name="register-entries",
    )


def _states_of(items: list[RegisterItem]) -> list[tuple[str, str]]:
    used = [key for item in items for key in ITEM_WORDS[item.kind]]
    return [(key, str(ITEM_STATES[key])) for key in dict.fromkeys(used)]


def _alphabet(column: Any) -> Any:
    """Return what sorts countries as the reader's alphabet has them."""
    return people_queries.by_country(column, people.choices.country_choices())


def _invented(row: Any) -> str:
    return _("Invented for the demonstration") if row.invented else ""


def _of_country(query: Any, code: str) -> Any:
    return query.where(RegisterEntry.country_code == code)


@blueprint.get("/registers/<register_id>/entries/")
@require(policies.VIEW)
def register_entries(register_id: str) -> ResponseReturnValue:
    found = services.registers.find(register_id)
    table = _entries(found, sight())
    return table.export() or render_template(
        "needs/register_entries.html", table=table, register=found, item_words=ITEM_WORDS
    )


@blueprint.route("/registers/<register_id>/countries/<code>", methods=["GET", "POST"])
@require(policies.VIEW)
def register_country(register_id: str, code: str) -> ResponseReturnValue:
    """Enter what is known of a country: staff, and its own focal point (R-049)."""
    found = services.registers.find(register_id)
    grid = services.registers.grid(found, sight())
    known = {code for code, _name in people.choices.country_choices()} | set(MEMBERS)
    if code not in known or not policies.may_tell(viewer(), code):
        raise NotFound
    there = {item.id: entry for item in grid.items if (entry := grid.of(code, item)) is not None}
    form = entries_form(grid.items, there)
    if form.validate_on_submit():
        said = form.said(grid.items)
        if form.done(services.registers.keep_country, register=found, code=code, said=said):
            work.commit()
            flash(_("Saved."), "ok")
            return redirect(url_for(".register", register_id=register_id), 303)
    page = render_template(
        "needs/register_country.html", form=form, register=found, code=code, items=grid.items, there=there
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/registers/new", methods=["GET", "POST"])
@require(policies.EDIT)
def new_register() -> ResponseReturnValue:
    form = RegisterForm()
    if form.validate_on_submit():
        made = form.attempt(services.registers.keep_register, title=form.title.data, about=form.about.data)
        if made:
            work.commit()
            return redirect(url_for(".register", register_id=made.public_id), 303)
    return _record(form, _("New register"), url_for(".registers"), _("Registers of countries"))


@blueprint.route("/registers/<register_id>/edit", methods=["GET", "POST"])
@require(policies.EDIT)
def edit_register(register_id: str) -> ResponseReturnValue:
    found = services.registers.find(register_id)
    form = RegisterForm(obj=found)
    if form.validate_on_submit() and form.attempt(
        services.registers.keep_register, title=form.title.data, about=form.about.data, register=found
    ):
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".register", register_id=register_id), 303)
    return _record(form, _("Change the register"), url_for(".register", register_id=register_id), words(found.title))


@blueprint.route("/registers/<register_id>/items/new", methods=["GET", "POST"])
@require(policies.EDIT)
def new_item(register_id: str) -> ResponseReturnValue:
    return _item(services.registers.find(register_id), None)


@blueprint.route("/registers/<register_id>/items/<item_id>", methods=["GET", "POST"])
@require(policies.EDIT)
def edit_item(register_id: str, item_id: str) -> ResponseReturnValue:
    found = services.registers.find(register_id)
    return _item(found, services.registers.find_item(found, item_id))


def _item(found: Register, item: RegisterItem | None) -> ResponseReturnValue:
    form = ItemForm(obj=item)
    home = url_for(".register", register_id=found.public_id)
    if form.validate_on_submit():
        title, kind = form.title.data, form.kind.data
        if form.attempt(services.registers.keep_item, register=found, title=title, kind=kind, item=item):
            work.commit()
            flash(_("Saved."), "ok")
            return redirect(home, 303)
        work.rollback()
        found = services.registers.find(found.public_id)
    title = words(item.title) if item else _("New item")
    return _record(form, title, home, words(found.title))


def _record(form: Form, title: str, home: str, home_name: str) -> ResponseReturnValue:
    page = render_template("needs/record.html", form=form, title=title, home=home, home_name=home_name)
    return page, 422 if form.is_submitted() else 200
