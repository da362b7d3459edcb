"""Factories of the curriculum."""

from functools import cache
from typing import Any

from ... import paths
from ...curriculum import services
from ...curriculum.files import VersionDoc, examine
from ...curriculum.models import (
    Activity,
    ActivityAudience,
    ActivityText,
    Curriculum,
    CurriculumPart,
    Module,
    ModuleText,
    Version,
)
from ...kernel.db import db
from ...kernel.types import Texts
from .people import add


@cache
def _shipped(name: str) -> VersionDoc:
    examined = examine(paths.folder("curricula") / name)
    assert examined.doc is not None, examined.errors
    return examined.doc


class CurriculumMake:
    """A small curriculum that grows as tests ask for activities."""

    def version(self, label: str = "1.0", state: str = "approved") -> Version:
        curriculum = db.session.query(Curriculum).filter_by(slug="test").one_or_none() or add(Curriculum(slug="test"))
        found = db.session.query(Version).filter_by(curriculum_id=curriculum.id, label=label).one_or_none()
        if found is not None:
            return found
        version: Version = add(
            Version(curriculum=curriculum, label=label, state=state, title=Texts.of({"en": "Test curriculum"}))
        )
        add(CurriculumPart(version_id=version.id, number=1, title=Texts.of({"en": "Foundations"})))
        return version

    def shipped_curriculum(self, *folders: str) -> Version:
        """Import curricula as they are shipped, those that are not there yet; return the version in force."""
        for name in folders or ("rtcm-migration", "rtcm-migration@1.1"):
            doc = _shipped(name)
            of_that_name = db.session.query(Version).join(Curriculum).filter(Curriculum.slug == doc.slug)
            if not of_that_name.filter(Version.label == doc.version).count():
                services.import_files(doc)
        db.session.flush()
        return services.current()

    def module(self, number: int = 4, version: Version | None = None) -> ModuleText:
        version = version or self.version()
        identity = db.session.query(Module).filter_by(number=number).one_or_none() or add(Module(number=number))
        found = db.session.query(ModuleText).filter_by(version_id=version.id, module_id=identity.id).one_or_none()
        if found is not None:
            return found
        db.session.refresh(version)
        made: ModuleText = add(
            ModuleText(
                version=version,
                module=identity,
                part=version.parts[0],
                number=number,
                title=Texts.of({"en": f"Module {number}", "az": f"Modul {number}"}),
            )
        )
        return made

    def activity(
        self,
        key: str = "m04-a02",
        *,
        audience: tuple[str, ...] = ("all-stakeholders",),
        version: Version | None = None,
        **values: Any,
    ) -> ActivityText:
        """Make an activity (or find it); its module follows from the key."""
        module = self.module(int(key[1:3]), version)
        identity = db.session.query(Activity).filter_by(key=key).one_or_none() or add(Activity(key=key))
        found = (
            db.session.query(ActivityText)
            .filter_by(version_id=module.version_id, activity_id=identity.id)
            .one_or_none()
        )
        if found is not None:
            return found
        text: ActivityText = add(
            ActivityText(
                **{
                    "title": Texts.of({"en": f"Activity {key}", "az": f"Fəaliyyət {key}"}),
                    "version": module.version,
                    "activity": identity,
                    "module_text": module,
                    "key": key,
                }
                | values
            )
        )
        for category in audience:
            add(ActivityAudience(activity_text_id=text.id, category_code=category))
        return text
