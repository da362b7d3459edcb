"""A design of certificates that the centre in Baku is about to use, and who gets which kind."""

from ..certificates import services as certificates
from ..certificates.models import TRAINER
from ..certificates.services import designs
from ..certificates.services.designs import Look, Signer, Upload
from ..kernel.db import db
from ..sessions.models import Format
from .world import DATA, World

VALID_MONTHS, REMIND_DAYS = 6, 30  # of trainers' certificates: some have ended, some were renewed by teaching again

LOOK = Look(
    name="With partners, in the languages of the region",
    kind="",
    layout="landscape",
    pairs=("az-en", "ru-en", "tk-en", "fa-en", "ka-en", "kk-ru"),
)
WORDS = {
    "fa": {"centre": "مرکز منطقه‌ای آموزش مهاجرت", "role_1": "رئیس مرکز"},
    "ka": {"centre": "მიგრაციის რეგიონული სასწავლო ცენტრი", "role_1": "ცენტრის დირექტორი"},
    "kk": {"centre": "Көші-қон жөніндегі өңірлік оқу орталығы", "role_1": "Орталық директоры"},
}


def load_designs(world: World) -> None:
    """Begin the draft: six choices of languages, who signs, and the logos of two partners."""
    centre = world.centres["baku"]
    draft = designs.create(centre, LOOK)
    designs.set_signers(draft, [Signer(name=str(one["name"])) for one in centre.signatories])
    for language, words in WORDS.items():
        designs.write(draft, language, words)
    for picture in sorted((DATA / "logos").glob("io-*.png")):
        name = world.organisations[picture.stem].title.text("en")
        with picture.open("rb") as stream:
            designs.add_logo(draft, Upload(stream=stream, name=picture.name), name, donor=False)


def load_kinds(_world: World) -> None:
    """Let trainings give a certificate to who teaches, too."""
    kind, form = certificates.find_kind(TRAINER), db.session.query(Format).filter_by(key="training").one()
    plan = certificates.KindPlan(kind.title, kind.basis, valid_months=VALID_MONTHS, remind_days=REMIND_DAYS)
    certificates.save_kind(plan=plan, kind=kind)
    certificates.give({form: [*certificates.given()[form.id], kind]})
