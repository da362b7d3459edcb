"""Who was asked and who answered: beside every regional statement, because the host answers most (R-036, R-059)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ...kernel.db import db
from ...people.models import Category
from .. import queries
from ..models import Response, Round
from .matrices import alphabetical

NO_CATEGORY = ""


@dataclass(slots=True)
class Rate:
    """Institutions asked and answered, with how they answered; proxies are among those who answered."""

    asked: int = 0
    answered: int = 0
    interviews: int = 0
    questionnaires: int = 0
    proxies: int = 0

    @property
    def share(self) -> float | None:
        return self.answered / self.asked if self.asked else None

    def add(self, response: Response) -> None:
        self.asked += 1
        if response.state == "answered":
            self.answered += 1
            self.interviews += response.source == "interview"
            self.questionnaires += response.source == "questionnaire"
            self.proxies += bool(response.behalf)


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates by country and category. `largest`: the share of all answers that one country gave."""

    countries: dict[str, Rate]
    categories: dict[str, Rate]
    whole: Rate
    titles: dict[str, Category] = field(default_factory=dict)
    silent: tuple[str, ...] = ()  # asked, and nobody answered

    @property
    def largest(self) -> tuple[str, float] | None:
        """Return the country with most answers and its share, where it has more than twice an equal one."""
        if not self.whole.answered:
            return None
        code = max(self.countries, key=lambda each: self.countries[each].answered)
        share = self.countries[code].answered / self.whole.answered
        return (code, share) if len(self.countries) > 1 and share > 2 / len(self.countries) else None

    @property
    def agrees(self) -> bool:
        """Say whether the sums over countries and over categories are the same (R-037)."""
        over = sum(each.answered for each in self.countries.values())
        return over == sum(each.answered for each in self.categories.values()) == self.whole.answered

    @property
    def unsorted(self) -> int:
        """Return how many answers are of no category, or by neither questionnaire nor interview."""
        return self.categories.get(NO_CATEGORY, Rate()).answered


def rates(found: Round) -> Rates:
    """Count who was asked and who answered: one statement."""
    return count(found, [response for response, _told in db.session.execute(queries.responses(found.id))])


def count(found: Round, responses: Iterable[Response]) -> Rates:
    """Count who was asked and who answered among the institutions of a round."""
    by_country: dict[str, Rate] = {each.country_code: Rate() for each in found.countries}
    by_category: dict[str, Rate] = defaultdict(Rate)
    whole, titles = Rate(), {}
    for response in responses:
        code = response.category_code or NO_CATEGORY
        if response.category is not None:
            titles[code] = response.category
        for rate in (by_country.setdefault(response.country_code, Rate()), by_category[code], whole):
            rate.add(response)
    order = alphabetical(by_country)
    silent = tuple(code for code in order if not by_country[code].answered)
    return Rates({code: by_country[code] for code in order}, dict(sorted(by_category.items())), whole, titles, silent)
