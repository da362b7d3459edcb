"""Forms made of the settings that plugins declare."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from wtforms import BooleanField, DecimalField, Field, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired

from ..hooks.types import Kind, Setting
from ..kernel import i18n
from ..kernel.i18n import gettext as _
from ..web.forms import REQUIRED, Form, SelectChoice, optional
from . import services

NEEDED = [InputRequired(message=REQUIRED)]


class PercentField(DecimalField):
    """A share from 0 to 1, shown and typed as a percentage, with a point or a comma."""

    def process_data(self, value: Any) -> None:
        super().process_data(None if value is None else Decimal(str(round(value * 100, 4))).normalize())

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([text.replace(",", ".") for text in valuelist])

    def _value(self) -> str:
        return "" if self.data is None else self.raw_data[0] if self.raw_data else f"{self.data:f}"


class SettingsForm(Form):
    """Base of the forms below: a field for each setting, called by plugin and key."""

    settings: ClassVar[Mapping[tuple[str, str], Setting]] = {}

    def given(self, plugin: str) -> dict[str, Any]:
        """Return what was entered for a plugin, by key."""
        return {key: self._value(name, key) for name, key in self.settings if name == plugin}

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        for (plugin, key), setting in self.settings.items():
            field = self[_name(plugin, key)]
            sentence = "" if field.errors else services.complaint(setting, self._value(plugin, key))
            if sentence:
                self.complain(_name(plugin, key), sentence)
                good = False
        return good

    def _value(self, plugin: str, key: str) -> Any:
        field = self[_name(plugin, key)]
        if isinstance(field, PercentField):
            return None if field.data is None else float(field.data) / 100
        return field.data or "" if isinstance(field, StringField) else field.data


class SessionPluginsForm(SettingsForm):
    """Which plugins take part in a session, and what they do differently there."""

    seen = HiddenField(default="1")  # a form that was sent without these fields must switch nothing off
    plugins: ClassVar[tuple[str, ...]] = ()

    @property
    def sent(self) -> bool:
        return bool(self.seen.raw_data)

    def validate(self, extra_validators: Any = None) -> bool:
        return not self.sent or super().validate(extra_validators)

    def enabled(self, plugin: str) -> bool:
        return bool(self[_name(plugin, services.ENABLED)].data)


def settings_form(plugin: str) -> SettingsForm:
    """Return the form of a plugin's settings with the values that hold."""
    settings = {(plugin, key): setting for key, setting in services.declared(plugin).items()}
    fields = {_name(*names): _field(setting) for names, setting in settings.items()}
    kind = type("PluginSettingsForm", (SettingsForm,), {**fields, "settings": settings})
    data = {_name(plugin, key): value for key, value in services.values(plugin).items()}
    form: SettingsForm = kind(prefix=f"{plugin}-", data=data)
    return form


def session_form(
    session: Any, switches: Mapping[str, str], settings: Iterable[tuple[str, str, Setting]]
) -> SessionPluginsForm:
    """Return the form for one session: a switch for each plugin (name -> title), then what may differ there."""
    chosen = {(plugin, setting.key): (title, setting) for plugin, title, setting in settings}
    fields: dict[str, Any] = {_name(each, services.ENABLED): BooleanField(title) for each, title in switches.items()}
    for names, (title, setting) in chosen.items():
        fields[_name(*names)] = _field(setting, title, services.get(*names))
    own = {"settings": {names: setting for names, (_title, setting) in chosen.items()}, "plugins": tuple(switches)}
    data = {_name(each, services.ENABLED): session is None or services.enabled_for(each, session) for each in switches}
    data |= {_name(plugin, key): services.get(plugin, key, session) for plugin, key in chosen}
    form: SessionPluginsForm = type("ThisSessionForm", (SessionPluginsForm,), {**fields, **own})(
        prefix="plugins-", data=data
    )
    return form


def _name(plugin: str, key: str) -> str:
    return f"{plugin.replace('.', '_')}__{key}"


def _field(setting: Setting, title: str = "", inherited: Any = None) -> Field:
    """Return the field of one setting; in a session's form with its plugin's title and what holds for all sessions."""
    label = f"{title}: {setting.label}" if title else str(setting.label)
    said: dict[str, Any] = {"label": label, "description": f"{setting.help} {_otherwise(setting, inherited)}".strip()}
    if setting.kind is Kind.BOOL:
        return BooleanField(**said)
    if setting.kind is Kind.INT:
        return IntegerField(validators=NEEDED, **said)
    if setting.kind is Kind.SHARE:
        said["label"] = _("%(label)s, in percent", label=label)
        return PercentField(validators=NEEDED, places=None, **said)
    if setting.kind is Kind.CHOICE:
        return SelectField(choices=[SelectChoice(value, str(text)) for value, text in setting.choices], **said)
    return StringField(validators=optional(), **said)


def _otherwise(setting: Setting, inherited: Any) -> str:
    """Say what holds where nobody decided."""
    value = setting.default if inherited is None else inherited
    if setting.kind is Kind.BOOL:
        value = _("Yes") if value else _("No")
    elif setting.kind is Kind.SHARE:
        value = _("%(number)s percent", number=i18n.number(value * 100))
    elif setting.kind is Kind.CHOICE:
        value = next((str(label) for choice, label in setting.choices if choice == value), value)
    return _("Unless you decide otherwise: %(value)s.", value=value) if value != "" else ""
