"""Factories of materials and certificates."""

from typing import Any

from ...kernel.types import Texts
from ...materials.models import Material, MaterialVersion
from ...sessions.models import TrainingSession
from .people import add


class CertificatesMake:
    """What a session leaves behind: materials and certificates."""

    def material(self, session: TrainingSession, *, title: str = "Handbook", language: str = "en",
                 url: str = "https://example.org/handbook", **values: Any) -> Material:
        """Make a material that is a link, in one language."""
        material: Material = add(Material(**{"session": session, "title": Texts.of({"en": title})} | values))
        add(MaterialVersion(material=material, language=language, url=url))
        return material
