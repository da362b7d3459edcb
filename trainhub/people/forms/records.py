"""Forms of persons, organisations, centres and one's own data."""

from typing import Any, cast

from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Regexp

from ...kernel import i18n
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import Texts
from ...web.access import Viewer
from ...web.forms import Form, TextsField, optional, required
from ..models import CENTRE_KINDS, Centre, Organisation, Person
from ..services import (
    AGE_BANDS,
    GENDERS,
    KINDS,
    AffiliationCommand,
    CentreCommand,
    LogoUpload,
    NewCentreCommand,
    OrganisationCommand,
    PersonCommand,
    ProposalCommand,
    Signatory,
    choices,
    keeper_choices,
    keeper_id,
)
from ..services.logos import POLICY as LOGOS

EMAIL = Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message=_l("This does not look like an e-mail address. It needs one @."))
SIGNATORIES = 2  # that a certificate has room for
NOT_ANSWERED = _l("No answer")


def _open(offered: choices.Choices) -> choices.Choices:
    return [choices.OPEN, *offered]


class KeptForm(Form):
    """Which centre's staff change something that all centres use; asked only of those who have a choice."""

    centre = SelectField(_l("Edited by"), description=_l("All centres use it. The staff of this one change it."))

    def offer_keepers(self, who: Viewer, permission: str) -> None:
        """Offer the centres of a viewer; where there is but one, leave the field out."""
        offered = keeper_choices(who, permission)
        if len(offered) > 1:
            self.centre.choices = offered
            self.centre.data = offered[0][0] if self.centre.data is None else self.centre.data
        else:
            del self.centre

    def keeper(self, otherwise: int | None) -> int | None:
        """Return the row number of the chosen centre; `otherwise` where there was no choice."""
        return keeper_id(self.centre.data or "") if self.centre else otherwise


class NamesForm(Form):
    """Names and habits of a person: what everybody may change of the own record."""

    native = StringField(_l("Name in own script"), required(200))
    native_lang = SelectField(_l("Language of this name"), required(), default=i18n.language)
    latin = StringField(
        _l("Name as in the passport"),
        optional(200),
        description=_l("In Latin letters. Certificates in English carry it."),
    )
    display = StringField(_l("Name shown"), optional(200), description=_l("Empty: the name in own script."))
    language = SelectField(_l("Language of pages and mails"), required(), default=i18n.language)
    country_code = SelectField(
        _l("Country"), optional(), description=_l("Where one works, or lives without an employer.")
    )
    nationality_code = SelectField(
        _l("Nationality"), optional(), description=_l("Of the passport, if it is another. Needed only for visas.")
    )
    zone = SelectField(
        _l("Time zone"), optional(), description=_l("Times are shown in it. Empty: the zone of the centre.")
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.native_lang.choices = choices.name_language_choices()
        self.language.choices = choices.language_choices()
        self.country_code.choices = _open(choices.country_choices())
        self.nationality_code.choices = self.country_code.choices
        self.zone.choices = _open(choices.zone_choices())

    def command(self, person: Person | None = None) -> PersonCommand:
        """Return the command; the e-mail stays as it is."""
        return PersonCommand(email=person.email if person else None, **self._names())

    def _names(self) -> dict[str, Any]:
        names = ("native", "native_lang", "latin", "display", "language", "country_code", "nationality_code", "zone")
        return {name: self[name].data or "" for name in names}


class PersonForm(NamesForm):
    """A person as staff note it."""

    email = StringField(_l("E-mail"), [*optional(254), EMAIL])

    def command(self, person: Person | None = None) -> PersonCommand:
        return PersonCommand(email=self.email.data or None, **self._names())


class AffiliationForm(Form):
    """A place in an organisation, noted by staff."""

    organisation = SelectField(_l("Organisation"), required())
    position = StringField(_l("Position"), optional(200))
    level = SelectField(_l("Level"), optional())
    since = DateField(_l("First day"), optional())
    until = DateField(_l("Last day"), optional())

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.organisation.choices = _open(choices.organisation_choices(checked=False))
        self.level.choices = _open(choices.level_choices())

    def command(self) -> AffiliationCommand:
        return AffiliationCommand(
            organisation=self.organisation.data,
            position=self.position.data or "",
            level=self.level.data or "",
            since=self.since.data,
            until=self.until.data,
        )


class EndForm(Form):
    """The last day of an affiliation."""

    until = DateField(_l("Last day"), required())


class ProposalForm(Form):
    """Where a person says to work."""

    organisation = SelectField(_l("Organisation"), optional())
    name = StringField(_l("Name of your organisation, if it is not in the list"), optional(200))
    category_code = SelectField(_l("What kind of organisation it is"), optional())
    place = SelectField(_l("Country of this organisation"), optional())
    position = StringField(_l("Position"), optional(200))
    level = SelectField(_l("Level"), optional())

    def __init__(self, countries: choices.Choices | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.organisation.choices = _open(choices.organisation_choices())
        self.category_code.choices = _open(choices.category_choices())
        self.place.choices = countries or _open(choices.country_choices())
        self.level.choices = _open(choices.level_choices())

    def command(self) -> ProposalCommand:
        return ProposalCommand(
            organisation=self.organisation.data or "",
            name=self.name.data or "",
            category_code=self.category_code.data or "",
            country_code=self.place.data or None,
            position=self.position.data or "",
            level=self.level.data or "",
        )


class StatisticForm(Form):
    """Gender and age band: asked, never demanded."""

    gender = RadioField(_l("Gender"), optional())
    age_band = SelectField(_l("Age"), optional())

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.gender.choices = [*_labels(GENDERS), ("", str(NOT_ANSWERED))]
        self.age_band.choices = [("", str(NOT_ANSWERED)), *_labels(AGE_BANDS)]

    def answers(self) -> dict[str, str]:
        return {"gender": self.gender.data or "", "age_band": self.age_band.data or ""}


class NeedsForm(Form):
    """What a person needs at a training; kept in confidence."""

    access = TextAreaField(KINDS["access"].label, optional(2000), description=KINDS["access"].purpose)
    diet = TextAreaField(KINDS["diet"].label, optional(2000), description=KINDS["diet"].purpose)

    def values(self) -> dict[str, str]:
        return {"access": self.access.data or "", "diet": self.diet.data or ""}


class ConfidentialForm(Form):
    """A confidential value that staff were told."""

    attribute = SelectField(_l("What it is"), required())
    value = TextAreaField(_l("Text"), required(2000))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.attribute.choices = [(name, str(kind.label)) for name, kind in KINDS.items()]


class ReasonForm(Form):
    """Why somebody reads a confidential value."""

    reason = StringField(
        _l("What you need it for"),
        required(300),
        description=_l("It is noted beside your name. The person can see it."),
    )


class OrganisationForm(Form):
    """A body of the tree."""

    title = TextsField(_l("Name"), validators=required())
    short = StringField(_l("Short name"), optional(40))
    native = StringField(_l("Name in its own language"), optional(300))
    native_lang = SelectField(_l("Language of this name"), required(), default=i18n.language)
    parent = SelectField(_l("Part of"), optional())
    category_code = SelectField(_l("Category"), required())
    country_code = SelectField(_l("Country"), optional(), description=_l("Empty for an international organisation."))
    slug = StringField(
        _l("Address of the page"),
        optional(80),
        description=_l("Empty: made from the name. A former address leads here."),
    )
    logo_file = FileField(
        _l("Logo"),
        validators=optional(),
        description=_l(
            "PNG or JPEG, %(limit)s KiB at the most. It stands on the pages of sessions held with this organisation.",
            limit=LOGOS.largest,
        ),
        render_kw={"accept": ".png,.jpg,.jpeg"},
    )
    drop_logo = BooleanField(_l("Take the logo away"))

    def __init__(self, organisation: Organisation | None = None, parent: str = "", **kwargs: Any) -> None:
        super().__init__(obj=organisation, **kwargs)
        if not self.is_submitted():  # the model's parent is a row, the field's a slug
            self.parent.data = organisation.parent.slug if organisation and organisation.parent else parent
        if organisation is None or organisation.logo is None:
            del self.drop_logo
        self.native_lang.choices = choices.name_language_choices()
        self.parent.choices = _open(choices.parent_choices(organisation))
        self.category_code.choices = _open(choices.category_choices())
        self.country_code.choices = _open(choices.country_choices())

    def command(self) -> OrganisationCommand:
        return OrganisationCommand(
            title=_texts(self.title),
            short=self.short.data or "",
            native=self.native.data or "",
            native_lang=self.native_lang.data,
            parent=self.parent.data or "",
            slug=self.slug.data or "",
            category_code=self.category_code.data,
            country_code=self.country_code.data or None,
            logo=self._upload(),
            drop_logo=self.drop_logo is not None and self.drop_logo.data,
        )

    def _upload(self) -> LogoUpload | None:
        given = self.logo_file.data
        return LogoUpload(given.stream, given.filename) if given and given.filename else None


class CentreForm(Form):
    """The data of a centre."""

    title = TextsField(_l("Name"), validators=required())
    short = TextsField(_l("Short name"), validators=required())
    city = TextsField(_l("City"), validators=required())
    zone = SelectField(_l("Time zone"), required())
    email = StringField(_l("E-mail"), [*optional(254), EMAIL])
    name_1 = StringField(_l("Who signs certificates"), optional(120))
    roles_1 = TextsField(_l("Role of this person"))
    name_2 = StringField(_l("Who signs beside"), optional(120))
    roles_2 = TextsField(_l("Role of the second person"))

    def __init__(self, centre: Centre, **kwargs: Any) -> None:
        super().__init__(obj=centre, data=_signatories(centre), **kwargs)
        self.zone.choices = choices.zone_choices()

    def command(self) -> CentreCommand:
        pairs = [(self[f"name_{number}"].data or "", _texts(self[f"roles_{number}"])) for number in (1, 2)]
        return CentreCommand(
            title=_texts(self.title),
            short=_texts(self.short),
            city=_texts(self.city),
            zone=self.zone.data,
            email=self.email.data or "",
            signatories=[Signatory(name=name, roles=roles) for name, roles in pairs if name or roles],
        )


class NewCentreForm(Form):
    """A centre that is not there yet; who signs its certificates is said later."""

    title = TextsField(_l("Name"), validators=required())
    short = TextsField(_l("Short name"), validators=required())
    kind = SelectField(_l("Kind of centre"), required())
    country_code = SelectField(_l("Country"), required())
    city = TextsField(_l("City"), validators=required())
    zone = SelectField(_l("Time zone"), optional(), description=_l("Empty: that of the country's capital."))
    email = StringField(_l("E-mail"), [*optional(254), EMAIL], description=_l("Answers to our mails come to it."))
    prefix = StringField(
        _l("Prefix of certificate numbers"),
        required(12),
        description=_l("Letters A to Z and digits, such as RTCM. It stays: certificates carry it."),
    )
    slug = StringField(
        _l("Address of the page"), optional(60), description=_l("Empty: made from the short name. It stays.")
    )
    parent = SelectField(_l("Part of the centre"), optional())

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = _labels(CENTRE_KINDS)
        self.country_code.choices = _open(choices.country_choices())
        self.zone.choices = _open(choices.zone_choices())
        self.parent.choices = _open(choices.centre_choices())
        if self.parent.choices == [choices.OPEN]:
            del self.parent  # this is the first

    def command(self) -> NewCentreCommand:
        plain = ("kind", "country_code", "zone", "email", "prefix", "slug", "parent")
        return NewCentreCommand(
            title=_texts(self.title),
            short=_texts(self.short),
            city=_texts(self.city),
            **{name: self[name].data or "" for name in plain if name in self},
        )


def _signatories(centre: Centre) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for number, one in enumerate(centre.signatories[:SIGNATORIES], start=1):
        data |= {f"name_{number}": one["name"], f"roles_{number}": Texts.of(one["roles"])}
    return data


def _texts(field: Any) -> Texts:
    """Return what was written in the languages of a field."""
    return cast("Texts", field.data)


def _labels(labels: dict[str, str]) -> choices.Choices:
    return [(value, str(label)) for value, label in labels.items()]
