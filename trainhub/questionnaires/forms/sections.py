"""A section: its heading, for what it is asked, and when."""

from dataclasses import replace

from wtforms import HiddenField, SelectField, StringField

from ...kernel.i18n import lazy_gettext as _l
from ...web.forms import SelectChoice, SideBySide, at_most
from ..content import BLOCKS, Content, Section
from .conditions import ConditionForm, condition_data, earlier_than
from .marks import Form, mark_of, text_or


class NewSectionForm(Form):
    """The heading of a section to add."""

    heading = StringField(_l("Heading of the new section"), validators=[at_most(300)])


class SectionForm(ConditionForm):
    """A section without its questions."""

    title = SideBySide(_l("Heading"))
    intro = SideBySide(_l("Introduction"), area=True)
    repeat = SelectField(_l("Asked"), choices=[SelectChoice(value=key, label=label) for key, label in BLOCKS.items()])
    seen = HiddenField()

    def section(self, before: Section) -> Section:
        """Return the section as it was entered."""
        return replace(
            before,
            title=self.title.data,
            intro=self.intro.data,
            repeat=self.repeat.data,
            only_if=self.condition(),
        )


def section_form(content: Content, section: Section) -> SectionForm:
    """Make the form of a section of a draft."""
    source = content.language
    form = SectionForm(
        data={
            "title": text_or(section.title, source),
            "intro": text_or(section.intro, source),
            "repeat": section.repeat,
            "seen": mark_of(section),
            **condition_data(content, section.only_if),
        }
    )
    form.offer(content, earlier_than(content, section.key))
    return form
