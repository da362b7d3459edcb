"""`trainhub certificates verify`: needs no server, no database and no installation, only published keys."""

import os
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click

from ..kernel import clock
from . import offline, payload
from .offline import Answer, Key, Says
from .statuslist import BrokenList, StatusList

MOST = 64 << 20  # bytes of a file
WORDS = {
    Says.FORGED: "forged: the signature is not the centre's, or it was made after the key had been retired.",
    Says.UNKNOWN_KEY: "unknown key: none of the keys at hand made this. Ask for the centre's newest keys.",
    Says.TRUNCATED: "truncated: this is not a whole code. It was cut off, mistyped, or is something else.",
    Says.UNKNOWN_VERSION: "unknown version: this code needs a newer trainhub.",
}
Lists = dict[tuple[str, str], StatusList]


@click.command("verify")
@click.argument("what", metavar="FILE.pdf|PAYLOAD")
@click.option("--keys", "key_files", multiple=True, metavar="FILE", help="Published keys; else those of TRAINHUB_DATA.")
@click.option("--status", "list_files", multiple=True, metavar="FILE", help="A status list: what was revoked by then.")
@click.option("--name", help="The name on the paper, to be compared; needs --code.")
@click.option("--code", help="The check code on the paper.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Ask as of this day; else as of today.")
def verify(
    what: str,
    key_files: tuple[str, ...],
    list_files: tuple[str, ...],
    name: str | None,
    code: str | None,
    day: datetime | None,
) -> None:
    """Check a certificate: its PDF file, or the text of its QR code.

    Exits with 0 where it is valid, 1 where it is not, 2 where it could not be asked.
    """
    if bool(name) != bool(code):
        raise click.UsageError("Give --name and --code together.")
    known = _keys(key_files)
    status = _lists(list_files, known)
    today = day.date() if day else clock.today()
    body = _file(what)
    if body is not None and body.startswith(b"%PDF"):
        good, answer = _pdf(body, known, status, today)
    else:
        answer = offline.check(body.decode(errors="replace") if body is not None else what, known, status, today)
        good = answer.says == Says.VALID
        click.echo(_headline(answer))
    for line in _told(answer):
        click.echo(line)
    if name and code and answer.payload is not None:
        fits = answer.payload.names(name, code)
        good = good and fits
        click.echo("Name: yes, it is this person's." if fits else "Name: no, name and check code are not of this one.")
    sys.exit(0 if good else 1)


# --- what is read ---------------------------------------------------------------------------------


def _keys(files: tuple[str, ...]) -> list[Key]:
    own = Path(os.environ.get("TRAINHUB_DATA", "var/data")) / "signing" / "keys.json"
    chosen = [_text(each, "keys") for each in files] if files else [own.read_text()] if own.is_file() else []
    if not chosen:
        raise click.UsageError(
            "There are no keys here: give the file that `trainhub certificates keys` prints, --keys."
        )
    try:
        return offline.keys(*chosen)
    except offline.BadKeys as error:
        raise click.UsageError("This is no file of keys as `trainhub certificates keys` prints it.") from error


def _lists(files: tuple[str, ...], known: list[Key]) -> Lists:
    try:
        found = offline.lists((_text(each, "status list") for each in files), known)
    except BrokenList as error:
        raise click.UsageError("This is no status list, or not a whole one.") from error
    if files and not found:
        raise click.UsageError("None of the keys at hand signed the status list.")
    return found


def _text(place: str, what: str) -> str:
    body = _file(place)
    if body is None:
        raise click.UsageError(f"There is no file {place!r} with the {what}.")
    return body.decode(errors="replace")


def _file(place: str) -> bytes | None:
    """Return what is in a file; None where there is none of that name. Raises UsageError for one that was meant."""
    path = Path(place)
    try:
        if not path.is_file():
            if path.suffix.lower() == ".pdf":
                raise click.UsageError(f"There is no file {place!r}.")
            return None
        if path.stat().st_size > MOST:
            raise click.UsageError(f"{place} is too large to be a certificate.")
        return path.read_bytes()
    except (OSError, ValueError):  # text that no file can be called
        return None


# --- what is said -----------------------------------------------------------------------------------


def _headline(answer: Answer) -> str:
    if answer.says in WORDS:
        return WORDS[answer.says]
    if answer.says == Says.REVOKED:
        assert answer.status is not None
        return f"revoked, as of {_moment(answer.status.at)}."
    if answer.says == Says.EXPIRED:
        return f"expired: it was valid until {answer.content.expires}."
    return "valid."


def _told(answer: Answer) -> Iterator[str]:
    """Yield what a code states, where it is the centre's."""
    if answer.payload is None or answer.key is None:
        return
    content, centre = answer.content, answer.key
    yield f"Centre: {centre.title.get('en') or next(iter(centre.title.values()), '')} ({centre.centre[0]})"
    yield f"Kind: {content.kind or 'another kind of the centre'}"
    if content.closed:
        yield f"Training: closed training of the centre, {content.issued.year}"
    else:
        yield f"Training: {content.title}"
        yield f"Held: {content.first_day or 'before 2020'} – {content.last_day or 'more than 254 days later'}"
        yield f"Issued: {content.issued}"
    yield f"Hours: {content.hours:g} (to the quarter of an hour)"
    yield f"Valid until: {content.expires or 'it does not expire'}"
    if answer.status is None:
        yield "Status: no status list of this centre is at hand, so it is not known whether it was revoked."
    else:
        word = "revoked" if answer.says == Says.REVOKED else "not revoked"
        yield f"Status: {word} in the list of {_moment(answer.status.at)}."


def _moment(value: datetime) -> str:
    return f"{value:%Y-%m-%d %H:%M} UTC"


def _pdf(body: bytes, known: list[Key], status: Lists, today: date) -> tuple[bool, Answer]:
    """Look at the signature of a file and at the code inside; say the headline and whether both are good."""
    from .signing import Sealed, attached, examine  # slow import: pyhanko

    signers = {key.x509: key for key in known if key.x509}
    sealed, made_by, at = examine(body, signers, clock.now())
    inside = attached(body, payload.FILE)
    answer = offline.check(inside.decode(errors="replace"), known, status, today) if inside else Answer(Says.TRUNCATED)
    signer = signers.get(made_by)
    if sealed == Sealed.GOOD and signer is not None:
        late = at is None or not signer.stood(at.date())
        elsewhere = answer.key is not None and answer.key.centre != signer.centre
        if late or elsewhere:
            sealed = Sealed.BROKEN
    click.echo(_file_headline(sealed, answer, inside is not None))
    if sealed != Sealed.GOOD or signer is None:
        return False, Answer(answer.says)  # nothing is told of what a changed file says
    click.echo(f"File: signed by {signer.title.get('en', '')} with key {signer.key_id}, {_moment(at or clock.now())}.")
    return answer.says == Says.VALID or inside is None, answer


def _file_headline(sealed: str, answer: Answer, has_code: bool) -> str:
    lines = {
        "none": "not signed: the file has no signature. Check the code on the paper instead.",
        "broken": "forged: the file was changed after it was signed, or is not what its key signs.",
        "unknown": WORDS[Says.UNKNOWN_KEY],
    }
    if sealed in lines:
        return lines[sealed]
    return _headline(answer) if has_code else "valid: the file is as the centre signed it. It holds no code to look up."
