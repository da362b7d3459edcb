"""Pictures of the main pages at 1280 and 360 px in English, Azerbaijani and Russian. `make shots` runs this."""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from .driver import WIDTHS, Centre, launched, served, visit

TARGET = Path("var/shots")
LANGUAGES = ("en", "az", "ru")
PAGES: dict[str, tuple[str | None, str]] = {
    "01-public": (None, "/"),
    "02-home-staff": ("staff", "/"),
    "03-calendar-month": ("staff", "/calendar/?view=month&month=2027-03"),
    "04-session": ("staff", "/sessions/{session}/"),
    "05-editor": ("staff", "/sessions/{session}/edit"),
    "06-participants": ("staff", "/sessions/{session}/participants/"),
    "07-curriculum": (None, "/curriculum/"),
    "08-attendance": ("trainer", "/sessions/{session}/attendance/"),
    "09-mine": ("participant", "/me/certificates/"),
    "10-verify": (None, "/certificates/verify/"),
    "11-sign-in": (None, "/sign-in"),
    "12-home-trainer": ("trainer", "/"),
    "13-my-trainings": ("participant", "/me/"),
    "14-people": ("staff", "/people/"),
}


def take(browser: Browser, centre: Centre, language: str, width: int, session: str) -> list[str]:
    """Take every page in one language and width; return what was wrong with them."""
    faults: list[str] = []
    for role in {role for role, _ in PAGES.values()}:
        person = visit(browser, centre, width, language)
        if role is not None:
            person.sign_in(**centre.accounts[role])
        for name, (who, path) in PAGES.items():
            if who == role:
                address = path.format(session=session)
                person.open(address + ("&" if "?" in address else "?") + f"lang={language}")
                person.page.screenshot(path=TARGET / f"{name}-{language}-{width}.png", full_page=True)
        faults += person.faults
        person.context.close()
    return faults


def main() -> int:
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as centre, launched() as browser:
        faults = [
            fault
            for language in LANGUAGES
            for width in WIDTHS
            for fault in take(browser, centre, language, width, "rights-of-migrants-and-families")
        ]
    sys.stdout.write(f"{len(list(TARGET.glob('*.png')))} pictures in {TARGET}\n")
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
