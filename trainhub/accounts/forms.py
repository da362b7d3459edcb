"""Forms of sign-in, sign-up, the own account, and roles."""

from collections.abc import Iterable
from datetime import date

from babel.dates import get_timezone, get_timezone_location
from wtforms import BooleanField, DateField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired

from ..kernel import i18n
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.text import alphabetical
from ..people.models import Centre, Country, Organisation
from ..web.forms import Form, optional, required
from .models import ROLE_LABELS, Role
from .services import Claim, DeputyPlan, NewRole, Scope, SignIn, SignUp, scope_names

Choices = list[tuple[str, str]]


def sorted_choices(pairs: Iterable[tuple[str, str]]) -> Choices:
    """Return choices in the alphabet of the page's language."""
    place = alphabetical(i18n.language())
    return sorted(pairs, key=lambda pair: place(pair[1]))


def language_choices() -> Choices:
    return [(code, i18n.NATIVE.get(code, code)) for code in i18n.languages()]


def zone_choices(zones: Iterable[str]) -> Choices:
    """Return time zones by the name of their city; the empty one is the installation's."""
    named = (
        (zone, get_timezone_location(get_timezone(zone), locale=i18n.language(), return_city=True))
        for zone in set(zones)
    )
    return [("", _("As the centre")), *sorted_choices(named)]


class SignInForm(Form):
    """E-mail and password; `next` is where the person wanted to go."""

    email = StringField(_l("E-mail"), required(254))
    password = PasswordField(_l("Password"), required(1000))
    keep = BooleanField(_l("Keep me signed in on this device for a month"))
    next = HiddenField()

    def command(self, address: str) -> SignIn:
        return SignIn(self.email.data or "", self.password.data or "", address)


class EmailForm(Form):
    """Where to send a link."""

    email = StringField(_l("E-mail"), required(254))


class SignUpForm(Form):
    """Who somebody is; `notice` carries the version of the privacy notice that was shown."""

    native = StringField(_l("Your name, as you write it"), required(200))
    latin = StringField(_l("Your name in Latin letters, as in your passport"), required(200))
    display = StringField(_l("Name to show, if it should be another"), optional(200))
    email = StringField(_l("E-mail"), required(254))
    password = PasswordField(_l("Password"), required(200))
    language = SelectField(_l("Language for mails and pages"))
    country = SelectField(_l("Country"), required())
    organisation = SelectField(_l("Organisation"))
    agree = BooleanField(
        _l("I have read the privacy notice and agree to it"),
        [DataRequired(message=_l("We need your agreement to keep your data. Read the notice and tick the box."))],
    )
    notice = HiddenField()
    agree_terms = BooleanField(
        _l("I have read the terms of use and accept them"),
        [DataRequired(message=_l("An account needs your agreement to the terms of use. Read them and tick the box."))],
    )
    terms = HiddenField()

    def offer(self, countries: Iterable[Country], organisations: Iterable[Organisation]) -> "SignUpForm":
        """Fill the lists to choose from."""
        code = i18n.language()
        self.language.choices = language_choices()
        self.country.choices = [("", ""), *sorted_choices((row.code, i18n.country_name(row.code)) for row in countries)]
        named = sorted_choices((row.slug, row.title.text(code)) for row in organisations)
        self.organisation.choices = [("", _("None of these")), *named]
        return self

    def command(self, network: str) -> SignUp:
        return SignUp(
            native=(self.native.data or "").strip(),
            latin=" ".join((self.latin.data or "").split()),
            display=(self.display.data or "").strip(),
            email=self.email.data or "",
            password=self.password.data or "",
            language=self.language.data,
            country_code=self.country.data,
            organisation=self.organisation.data or "",
            notice=self.notice.data or "",
            terms=self.terms.data or "",
            network=network,
        )


class NewPasswordForm(Form):
    """A password that replaces a forgotten one."""

    password = PasswordField(_l("New password"), required(200))


class ClaimForm(Form):
    """A password and the agreement of somebody who takes over a profile."""

    password = PasswordField(_l("Password"), required(200))
    agree = BooleanField(
        _l("I have read the privacy notice and the terms of use, and agree to both"),
        [DataRequired(message=_l("We need your agreement to keep your data. Read the notice and tick the box."))],
    )
    notice = HiddenField()
    terms = HiddenField()

    def command(self, secret: str) -> Claim:
        return Claim(secret, self.password.data or "", self.notice.data or "", self.terms.data or "")


class ChangePasswordForm(Form):
    """A password that replaces one that is known."""

    current = PasswordField(_l("Present password"), required(1000))
    password = PasswordField(_l("New password"), required(200))


class PreferencesForm(Form):
    """How pages and mails look to this person."""

    language = SelectField(_l("Language for mails and pages"))
    zone = SelectField(_l("Time zone"))

    def offer(self, zones: Iterable[str]) -> "PreferencesForm":
        self.language.choices = language_choices()
        self.zone.choices = zone_choices(zones)
        return self


class GrantForm(Form):
    """A role, where it holds, and how long."""

    role = SelectField(_l("Role"))
    scope = SelectField(_l("Where it holds"))
    since = DateField(_l("From"), optional())
    until = DateField(_l("Until"), optional())

    def offer(
        self,
        roles: Iterable[Role],
        everywhere: bool,
        centres: Iterable[Centre],
        countries: Iterable[Country] = (),
        organisations: Iterable[Organisation] = (),
    ) -> "GrantForm":
        """Fill the lists with what the reader may give."""
        code = i18n.language()
        self.scope_ids = {("centre", row.slug): str(row.id) for row in centres}
        self.scope_ids |= {("organisation", row.slug): str(row.id) for row in organisations}
        self.role.choices = [(role.value, str(ROLE_LABELS[role])) for role in roles]
        groups = {
            _("Centres"): [(f"centre:{row.slug}", row.title.text(code)) for row in centres],
            _("Countries"): sorted_choices((f"country:{row.code}", i18n.country_name(row.code)) for row in countries),
            _("Organisations"): sorted_choices(
                (f"organisation:{row.slug}", row.title.text(code)) for row in organisations
            ),
        }
        self.scope.choices = {_("All of it"): [("", _("Everywhere"))]} if everywhere else {}
        self.scope.choices |= {label: choices for label, choices in groups.items() if choices}
        return self

    def command(self) -> NewRole:
        kind, _colon, name = (self.scope.data or "").partition(":")
        return NewRole(self.role.data, kind, self.scope_ids.get((kind, name), name), _day(self.since), _day(self.until))


class DeputyForm(Form):
    """Whom a focal point lets speak for the same country or institution, and until when."""

    email = StringField(_l("E-mail"), required(254))
    scope = SelectField(_l("Speaks for"))
    until = DateField(_l("Until"), required())

    @classmethod
    def offering(cls, scopes: list[Scope]) -> "DeputyForm":
        """Return the form with the countries and institutions to choose from, by their place in the list."""
        form, names = cls(), scope_names([NewRole("", *scope) for scope in scopes])
        form.scopes = scopes
        form.scope.choices = [(str(place), names.get(scope, "—")) for place, scope in enumerate(scopes)]
        return form

    def command(self) -> DeputyPlan:
        return DeputyPlan(self.email.data or "", self.scopes[int(self.scope.data)], self.until.data or date.min)


def _day(field: DateField) -> date | None:
    found: date | None = field.data
    return found
