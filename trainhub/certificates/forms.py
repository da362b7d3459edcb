"""The forms of certificates."""

from collections.abc import Mapping
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from ..hooks.types import Condition
from ..kernel import i18n
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.i18n import ngettext
from ..kernel.types import Texts
from ..web.forms import Form, SelectChoice, TextsField, optional, required
from .models import BASES, LAYOUTS, PLACE, REASONS, REMINDERS, SLOT_NAMES, CertificateKind
from .services import KindPlan, designs
from .services.designs import PICTURE, Look, Signer, Upload
from .wording import WORDINGS

# "corrected" is not to choose: it comes with another certificate
CHOSEN = [SelectChoice(key, words) for key, words in REASONS.items() if key != "corrected"]


class RevokeForm(Form):
    """Why a certificate is revoked."""

    reason = SelectField(_l("Reason"), choices=[SelectChoice("", _l("Choose one")), *CHOSEN], validators=required())
    note = StringField(_l("Note for the history"), validators=optional(500))


class KindForm(Form):
    """A kind of certificate: whom it is for, what earns it, how long it is valid."""

    title = TextsField(
        _l("Title"),
        description=_l("A kind of your own carries it as its headline: “Certificate of Facilitation”."),
    )
    basis = RadioField(_l("For whom"), choices=[SelectChoice(*each) for each in BASES.items()], default=PLACE)
    percent = IntegerField(
        _l("Share of hours, in percent"),
        [*optional(), NumberRange(1, 100)],
        description=_l("Empty: as many as the format of the session asks for."),
    )
    needs = SelectMultipleField(
        _l("What else must hold"),
        choices=[],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    valid_months = IntegerField(
        _l("Valid for how many months"),
        [*optional(), NumberRange(1, 600)],
        description=_l("Empty: it does not expire."),
    )
    remind_days = SelectField(_l("Remind the holder"), coerce=int, default=60, choices=[])
    archived = BooleanField(_l("No longer used"))

    def offer(self, known: Mapping[str, Condition], kind: CertificateKind | None) -> None:
        """Fill the lists; whom a kind is for is chosen once."""
        ordered = sorted(known.values(), key=lambda each: (each.order, each.name))
        gone = [name for name in (kind.needs if kind else ()) if name not in known]
        self.needs.choices = [
            *(SelectChoice(each.name, str(each.label)) for each in ordered),
            *(SelectChoice(name, name) for name in gone),
        ]
        self.remind_days.choices = [
            SelectChoice(days, ngettext("%(num)s day before", "%(num)s days before", days)) for days in REMINDERS
        ]
        if kind is not None:
            del self.basis
        if kind is not None and kind.teaches:
            del self.percent, self.needs

    def plan(self) -> KindPlan:
        """Return what was entered."""
        percent, needs = self._data("percent"), self._data("needs")
        return KindPlan(
            self.title.data if isinstance(self.title.data, Texts) else Texts(),
            self._data("basis") or PLACE,
            percent / 100 if percent else None,
            tuple(needs or ()),
            self.valid_months.data,
            self.remind_days.data,
            self.archived.data,
        )

    def _data(self, name: str) -> Any:
        return self[name].data if name in self else None


def data_of_kind(kind: CertificateKind) -> dict[str, Any]:
    return {
        "title": kind.title,
        "percent": round(kind.share * 100) if kind.share else None,
        "needs": kind.needs,
        "valid_months": kind.valid_months,
        "remind_days": kind.remind_days,
        "archived": kind.archived_at is not None,
    }


class SurnameForm(Form):
    """A question to the check of a certificate."""

    surname = StringField(_l("Surname on the certificate"), validators=required(200))


EMPTY_ROWS = 2  # of languages, below those that are chosen
_PICTURE = {"accept": ".png,.jpg,.jpeg"}


class PairsField(StringField):
    """One or two languages a row: the form sends pairs-1-first, pairs-1-second and so on; data is ["az-en", "en"]."""

    data: Any

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(None, data)
        self.data = list(data or ())
        if formdata:
            self.data = list(self._sent(formdata))

    def _sent(self, formdata: Any) -> Any:
        numbers = sorted(
            int(key.split("-")[1]) for key in formdata if key.startswith(f"{self.name}-") and "first" in key
        )
        for number in numbers:
            first, second = (formdata.get(f"{self.name}-{number}-{which}", "") for which in ("first", "second"))
            if first:
                yield f"{first}-{second}" if second else first

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Return first and second language of each row, and of some empty ones."""
        chosen = [pair.partition("-") for pair in self.data]
        return [(first, second) for first, _dash, second in chosen] + [("", "")] * EMPTY_ROWS

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Return all languages of certificates, those of the interface first."""
        shown = i18n.languages()
        others = sorted((i18n.language_name(code), code) for code in WORDINGS if code not in shown)
        return [(code, i18n.language_name(code)) for code in shown] + [(code, name) for name, code in others]


class LookForm(Form):
    """What a design is called and for, its layout and languages."""

    name = StringField(_l("Name of the design"), required(120))
    centre = SelectField(_l("Centre"), required())
    kind = SelectField(_l("For certificates of"))
    layout = RadioField(_l("Layout"), choices=[SelectChoice(key, words) for key, words in LAYOUTS.items()])
    pairs = PairsField(_l("Languages"))

    def __init__(self, centres: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = [SelectChoice(key, words) for key, words in designs.kinds().items()]
        if centres is None or len(centres) < 2:
            del self.centre
        else:
            self.centre.choices = [SelectChoice(*centre) for centre in centres]

    def look(self) -> Look:
        return Look(
            name=self.name.data or "", kind=self.kind.data, layout=self.layout.data or "", pairs=tuple(self.pairs.data)
        )


class DesignWordsForm(Form):
    """The words of a design in one language; empty ones are said as shipped."""

    title = StringField(SLOT_NAMES["title"], optional(120))
    opening = StringField(SLOT_NAMES["opening"], optional(200))
    linking = StringField(SLOT_NAMES["linking"], optional(200))
    facts = StringField(SLOT_NAMES["facts"], optional(300))
    notice = StringField(SLOT_NAMES["notice"], optional(300))
    centre = StringField(SLOT_NAMES["centre"], optional(200))
    role_1 = StringField(SLOT_NAMES["role_1"], optional(120))
    role_2 = StringField(SLOT_NAMES["role_2"], optional(120))

    @property
    def slots(self) -> list[Any]:
        return [self[slot] for slot in SLOT_NAMES]


class DesignLogoForm(Form):
    """A partner's or donor's logo."""

    logo = FileField(_l("Picture"), render_kw=_PICTURE)
    name = StringField(_l("Whose it is"), required(120), description=_l("Read aloud in place of the picture."))
    whose = RadioField(
        _l("They are"),
        choices=[SelectChoice("donor", _l("a donor")), SelectChoice("partner", _l("a partner"))],
        default="donor",
    )

    def upload(self) -> Upload | None:
        upload = _upload(self.logo)
        if upload is None:
            self.complain("logo", _("Choose a picture."))
        return upload


class DesignSignersForm(Form):
    """Who signs, with signatures as pictures."""

    name_1 = StringField(_l("First signature"), optional(120))
    image_1 = FileField(_l("Picture of the first signature"), render_kw=_PICTURE)
    drop_1 = BooleanField(_l("Take the picture away"))
    name_2 = StringField(_l("Second signature"), optional(120))
    image_2 = FileField(_l("Picture of the second signature"), render_kw=_PICTURE)
    drop_2 = BooleanField(_l("Take the picture away"))

    def signers(self) -> list[Signer]:
        return [
            Signer(name=self[f"name_{n}"].data or "", image=_upload(self[f"image_{n}"]), drop=self[f"drop_{n}"].data)
            for n in (1, 2)
        ]


def _upload(field: Any) -> Upload | None:
    given = field.data
    return Upload(stream=given.stream, name=given.filename) if given and given.filename else None


def picture_hint() -> str:
    """Return what a picture must be."""
    return _("PNG or JPEG, %(limit)s KiB at the most; 800 pixels across are enough.", limit=PICTURE.largest)
