"""The bank: questions to use again."""

from dataclasses import replace

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...kernel.text import fold, slugify
from ...web.access import Viewer
from .. import policies, queries
from ..content import Content, Item, Section, add_item, faults, item_from_json, item_to_json, put_item, texts
from ..models import BankItem


def bank_items(theme: str = "") -> list[BankItem]:
    """Return the questions of the bank (of one theme), by theme and key."""
    return list(db.session.scalars(queries.bank_items(theme)))


def find_bank_item(key: str) -> BankItem:
    """Return a question of the bank; raises NotFound."""
    found = db.session.scalar(queries.bank_item(key))
    if found is None:
        raise NotFound
    return found


def put_bank_item(item: Item, *, theme: str = "", language: str = "en", centre_id: int | None = None) -> BankItem:
    """Keep a question in the bank under its own key, in place of the one that was there; a new one is the centre's.

    Raises Invalid with sentences about the question. Questionnaires that took it keep their copies.
    """
    plain = replace(item, only_if=None, bank="")
    found = faults(Content((Section("bank_check", items=(plain,)),), language=language))
    if found:
        raise Invalid({fault.where: fault.sentence for fault in reversed(found)})
    row = db.session.scalar(queries.bank_item(item.key)) or BankItem(key=item.key, centre_id=centre_id)
    row.item, row.theme, row.archived_at = item_to_json(plain), theme, None
    db.session.add(row)
    db.session.flush()
    return row


def new_bank_item(*, item: Item, theme: str, centre_id: int | None = None) -> BankItem:
    """Begin a question of the bank under a key made of its words; it need not be finished yet."""
    row = BankItem(key=_made_key(item), theme=theme, centre_id=centre_id)
    row.item = item_to_json(replace(item, key=row.key))
    db.session.add(row)
    db.session.flush()
    return row


def change_bank_item(*, row: BankItem, item: Item, theme: str) -> None:
    """Keep a question of the bank, however unfinished; only a finished one can be taken."""
    row.item, row.theme = item_to_json(replace(item, key=row.key, only_if=None, bank="")), theme
    db.session.flush()


def copy_bank_item(row: BankItem, *, centre_id: int | None) -> BankItem:
    """Put a copy of a question into the bank, under a key of its own: its answers are counted apart."""
    return new_bank_item(item=item_from_json(row.item), theme=row.theme, centre_id=centre_id)


def is_finished(item: Item) -> bool:
    """Say whether a question of the bank can be taken."""
    return not faults(Content((Section("bank_check", items=(item,)),), language=item.text.source))


def copy_from_bank(content: Content, section: str, key: str) -> Content:
    """Return a draft's content with a copy of a bank question at the end of a section.

    It keeps the bank's key where that is free, so that results compare between questionnaires.
    """
    item = item_from_json(find_bank_item(key).item)
    used = {each.key for each in content.items} | {each.key for each in content.sections}
    own, number = item.key, 2
    while own in used:
        own, number = f"{item.key[:36]}_{number}", number + 1
    return add_item(content, section, replace(item, key=own, bank=item.key))


def bank_themes() -> list[str]:
    """Return the themes that the bank has, by alphabet."""
    return list(db.session.scalars(queries.bank_themes()))


def archive_bank_item(row: BankItem, yes: bool = True) -> None:
    """Take a question out of the bank, or bring it back; questionnaires that took it keep their copies."""
    row.archived_at = clock.now() if yes else None
    db.session.flush()


def bank_keys_with(words: str) -> list[str]:
    """Return the keys of the bank's questions in which all these words stand, in any language."""
    wanted = fold(words).split()
    return [row.key for row in db.session.scalars(queries.bank()) if all(word in _said(row) for word in wanted)]


def may_replace(who: Viewer, item: Item) -> bool:
    """Say whether a viewer may put a draft's question in place of the one of the bank that it was."""
    row = db.session.scalar(queries.bank_item(item.bank)) if item.bank else None
    return row is not None and policies.may_keep(who, row)


def free_bank_key(item: Item, who: Viewer) -> str:
    """Return the key under which a question may go into the bank: its own, unless another has that."""
    if may_replace(who, item):
        return item.bank
    if item.key[1:].isdigit() or db.session.scalar(queries.bank_item(item.key)) is not None:
        return _made_key(item)
    return item.key


def _made_key(item: Item) -> str:
    base = slugify(str(item.text), 36).replace("-", "_")
    base = base if base[0].isalpha() and base != "new" else f"q_{base}"
    key, number = base, 2
    while db.session.scalar(queries.bank_item(key)) is not None:
        key, number = f"{base}_{number}", number + 1
    return key


def keep_in_bank(
    content: Content, item: Item, *, key: str, theme: str, who: Viewer, centre_id: int | None = None
) -> Content:
    """Put a question of a draft into the bank, for a centre; the draft's question remembers which one it is.

    Raises Invalid where another question has that key or `who` does not keep the one it came from, and where the
    question is not finished.
    """
    taken = db.session.scalar(queries.bank_item(key)) is not None
    if taken and not (key == item.bank and may_replace(who, item)):
        raise Invalid({"key": _("The bank has another question with this key. Choose another key.")})
    try:
        put_bank_item(replace(item, key=key), theme=theme, language=content.language, centre_id=centre_id)
    except Invalid as error:
        raise Invalid(next(iter(error.fields.values()))) from error
    return put_item(content, replace(item, bank=key))


def _said(row: BankItem) -> str:
    item = item_from_json(row.item)
    whole = Content((Section("bank_check", items=(item,)),))
    return fold(
        " ".join([row.key, row.theme, *(word for _path, each in texts(whole) for word in each.values.values())])
    )
