"""A design of certificates that the centre in Baku is about to use."""

from ..certificates.services import designs
from ..certificates.services.designs import Look, Signer, Upload
from .world import DATA, World

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
