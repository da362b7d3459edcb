"""The bank: questions to use again."""

from dataclasses import replace

from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from .. import queries
from ..content import Content, Item, Section, add_item, faults, item_from_json, item_to_json
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


def put_bank_item(item: Item, *, theme: str = "", language: str = "en") -> BankItem:
    """Keep a question in the bank under its own key, in place of the one that was there.

    Raises Invalid with sentences about the question. Questionnaires that took it keep their copies.
    """
    plain = replace(item, only_if=None, bank="")
    found = faults(Content((Section("bank_check", items=(plain,)),), language=language))
    if found:
        raise Invalid({fault.where: fault.sentence for fault in reversed(found)})
    row = db.session.scalar(queries.bank_item(item.key)) or BankItem(key=item.key)
    row.item, row.theme, row.archived_at = item_to_json(plain), theme, None
    db.session.add(row)
    db.session.flush()
    return row


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
