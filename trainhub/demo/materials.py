"""A concept note as PDF and a link for most sessions."""

import io

import typst

from ..kernel.press import FONTS
from ..kernel.types import Texts
from ..materials import services as materials
from ..materials.services import Content, Label, Upload
from ..sessions.models import TrainingSession
from .world import World

NOTE = Texts.of(
    {
        "en": "Concept note and agenda",
        "az": "Konsepsiya qeydi və gündəlik",
        "ru": "Концепция и повестка",
        "tk": "Düşündiriş haty we gün tertibi",
    }
)
READING = Texts.of(
    {"en": "Further reading", "az": "Əlavə oxu", "ru": "Дополнительное чтение", "tk": "Goşmaça okamak üçin"}
)
LANGUAGES = ("en", "az", "ru")
PAGE = """
#set document(title: sys.inputs.title)
#set page(paper: "a4", margin: 28mm)
#set text(font: "Source Serif 4", size: 11pt, lang: sys.inputs.lang)
#text(size: 20pt, weight: "semibold", sys.inputs.title)
#v(8mm)
#sys.inputs.body
"""


def load_materials(world: World) -> None:
    """Bring materials to two of three sessions: staff see what is missing, too."""
    for number, session in enumerate(world.sessions.values()):
        if session.state in {"published", "completed"} and number % 3 != 1:
            _note(session)
            link = f"https://library.example/{session.slug}"
            materials.add(session, label=Label(READING, "everybody"), content=Content("en", url=link))


def _note(session: TrainingSession) -> None:
    first, *others = [language for language in LANGUAGES if language in session.languages] or ["en"]
    note = materials.add(session, label=Label(NOTE, "registered"), content=_pdf(session, first))
    for language in others:
        materials.add_version(note, content=_pdf(session, language))


def _pdf(session: TrainingSession, language: str) -> Content:
    body = session.description.text(language) if session.description else ""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    made = typst.compile(
        PAGE.encode(),
        font_paths=fonts,
        sys_inputs={"title": session.title.text(language), "body": body, "lang": language},
    )
    return Content(language, upload=Upload(io.BytesIO(bytes(made)), f"{session.slug}-{language}.pdf"))
