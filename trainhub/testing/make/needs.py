"""Factories of needs: a round with its matrix, and what institutions say."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ...kernel.db import db
from ...kernel.types import Texts
from ...needs.models import Assessment, NeedAnswer, Recommendation, Response, Round, RoundCountry, Topic
from ...needs.vocabulary import State
from .curriculum import CurriculumMake
from .people import PeopleMake, add


class NeedsMake(CurriculumMake, PeopleMake):
    """Needs assessments with as much around them as a test needs."""

    def needs_round(
        self, countries: Iterable[str] = ("AZ", "GE"), modules: Iterable[int] = (1, 4), **values: Any
    ) -> Round:
        """Make a running round that asks some countries about some modules."""
        centre_id = values.pop("centre_id", None) or self.centre().id
        title = Texts.of({"en": "Needs of the region"})
        assessment = add(Assessment(centre_id=centre_id, title=title, invented=values.pop("invented", False)))
        days = {"first_day": date(2027, 1, 11), "last_day": date(2027, 2, 26)}
        found: Round = add(
            Round(
                **{"assessment": assessment, "title": Texts.of({"en": "First round"}), "state": "running"}
                | days
                | values
            )
        )
        for code in countries:
            add(RoundCountry(round_id=found.id, country_code=code))
        for number in modules:
            add(Topic(round_id=found.id, module_id=self.module(number).module_id))
        db.session.refresh(found)
        return found

    def recommendation(self, code: str = "REC-T-01", **values: Any) -> Recommendation:
        """Make a recommendation that is open, or give the one there is."""
        found = db.session.query(Recommendation).filter_by(code=code).one_or_none()
        said: dict[str, Any] = {"text": Texts.of({"en": f"Do {code}"}), "section": "data", "types": ["training"]}
        return found or add(Recommendation(code=code, search=code.lower(), **said | values))

    def said(self, asked: Round, country: str, says: Mapping[int, int | str], **values: Any) -> Response:
        """Let an institution answer: module number -> a priority, or one of vocabulary.State."""
        given: dict[str, Any] = {"name": f"Ministry of {country}", "state": "answered", "category_code": "government"}
        response: Response = add(Response(**{"round_id": asked.id, "country_code": country} | given | values))
        for number, word in says.items():
            topic = db.session.query(Topic).filter_by(round_id=asked.id, module_id=self.module(number).module_id).one()
            value = word if isinstance(word, int) else None
            state = State.VALUE if value is not None else State(str(word))
            add(NeedAnswer(response_id=response.id, topic_id=topic.id, state=state.value, value=value))
        db.session.expire_all()
        return response
