"""What may go wrong on purpose. web/errors.py and cli.py turn these into answers, nobody else."""

from collections.abc import Mapping


class TrainhubError(Exception):
    """Root of every error that the code raises on purpose."""


class ConfigError(TrainhubError):
    """A setting cannot be used; the message says which and what would do."""


class Refused(TrainhubError):
    """The request is understood and not allowed; the message is for the user."""


class Postponed(TrainhubError):
    """The act cannot be decided now and will be tried again; the message is for staff."""


class NotFound(TrainhubError):
    """There is no such thing, or none that this person may know of."""


class Invalid(TrainhubError):
    """What was entered cannot be used.

    `fields` maps a field's name to a sentence in the user's language; the key "" holds
    what concerns the whole form.
    """

    def __init__(self, fields: Mapping[str, str] | str) -> None:
        self.fields: dict[str, str] = {"": fields} if isinstance(fields, str) else dict(fields)
        super().__init__("; ".join(str(text) for text in self.fields.values()))
