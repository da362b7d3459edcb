"""Forms of those who build questionnaires."""

from .heads import BankForm, HeadForm, NewBankForm, NewForm, ThemeForm, WordsForm, head_form
from .items import ItemForm, NewItemForm, begun, item_form
from .marks import mark_of
from .sections import NewSectionForm, SectionForm, section_form

__all__ = [
    "BankForm",
    "HeadForm",
    "ItemForm",
    "NewBankForm",
    "NewForm",
    "NewItemForm",
    "NewSectionForm",
    "SectionForm",
    "ThemeForm",
    "WordsForm",
    "begun",
    "head_form",
    "item_form",
    "mark_of",
    "section_form",
]
