"""The closed lists that curricula draw from, with their names for readers. Codes stand in files and tables."""

import re
from collections.abc import Mapping

from babel import Locale

from ..kernel.i18n import lazy_gettext as _l
from ..people import reference

LEVELS: dict[str, str] = {
    "policy-makers": _l("Policy makers"),
    "practitioners": _l("Practitioners"),
    "researchers": _l("Researchers"),
    "all": _l("All levels"),
}
THEMES: dict[str, str] = {
    "gender": _l("Gender"),
    "human-rights": _l("Human rights"),
    "environment": _l("Environment"),
    "covid": _l("COVID-19"),
}
STATES: dict[str, str] = {"draft": _l("Draft"), "approved": _l("Approved"), "retired": _l("Retired")}
FORMATS: dict[str, str] = {
    "training": _l("Training"),
    "policy-dialogue": _l("Policy dialogue"),
    "good-practice-exchange": _l("Exchange of good practices"),
    "presentation": _l("Presentation"),
    "seminar": _l("Seminar"),
    "research": _l("Research"),
    "training-of-trainers": _l("Training of trainers"),
    "study-visit": _l("Study visit"),
    "briefing": _l("Briefing"),
    "information-session": _l("Information session"),
}
FORMAT_LEVELS = {"policy-dialogue": "policy-makers", "training": "practitioners"}  # usual, not binding
ACTIVITY_STATES: dict[str, str] = {"confirmed": _l("Confirmed"), "on-hold": _l("On hold")}
RULES: dict[str, str] = {"in": _l("Invited"), "priority": _l("Invited with priority"), "out": _l("Left out")}
CONVENTIONS: dict[str, str] = {
    "agenda-2030": _l("2030 Agenda for Sustainable Development"),
    "cedaw": _l("Convention on discrimination against women (CEDAW)"),
    "crc": _l("Convention on the Rights of the Child"),
    "echr": _l("European Convention on Human Rights"),
    "fcnm": _l("Framework Convention for the Protection of National Minorities"),
    "gcm": _l("Global Compact for Migration"),
    "geneva-conventions": _l("Geneva Conventions"),
    "global-compact-refugees": _l("Global Compact on Refugees"),
    "icerd": _l("Convention on racial discrimination (ICERD)"),
    "icrmw": _l("Convention on migrant workers and their families (ICRMW)"),
    "ilo-c097": _l("ILO Convention 97"),
    "ilo-c143": _l("ILO Convention 143"),
    "ilo-conventions": _l("ILO conventions"),
    "palermo-protocol": _l("Palermo Protocol on trafficking in persons"),
    "refugee-convention-1951": _l("Refugee Convention of 1951"),
    "sendai-framework": _l("Sendai Framework for Disaster Risk Reduction"),
    "statelessness-1954": _l("Statelessness Convention of 1954"),
    "statelessness-1961": _l("Statelessness Convention of 1961"),
    "un-conventions": _l("UN conventions"),
    "unfccc": _l("UN Framework Convention on Climate Change"),
    "unscr-1325": _l("UN Security Council resolution 1325"),
}
SHORT_CATEGORIES: dict[str, str] = {"csos": _l("CSOs")}  # where the full name is too long for a chip

CATEGORIES = frozenset(reference.CATEGORIES)
GROUPS = frozenset(reference.GROUPS)
COUNTRIES = frozenset(code for code in map(str, Locale("en").territories) if re.fullmatch("[A-Z]{2}", code)) - {
    "ZZ",
    "EU",
    "UN",
    "XA",
    "XB",
}
GCM_OBJECTIVES = tuple(str(number) for number in range(1, 24))
_TARGETS = {
    1: 5,
    2: 5,
    3: 9,
    4: 7,
    5: 6,
    6: 6,
    7: 3,
    8: 10,
    9: 5,
    10: 7,
    11: 7,
    12: 8,
    13: 3,
    14: 7,
    15: 9,
    16: 10,
    17: 19,
}
_MEANS = {
    1: "ab",
    2: "abc",
    3: "abcd",
    4: "abc",
    5: "abc",
    6: "ab",
    7: "ab",
    8: "ab",
    9: "abc",
    10: "abc",
    11: "abc",
    12: "abc",
    13: "ab",
    14: "abc",
    15: "abc",
    16: "ab",
    17: "",
}
SDG_TARGETS = tuple(
    f"{goal}.{target}" for goal in _TARGETS for target in (*map(str, range(1, _TARGETS[goal] + 1)), *_MEANS[goal])
)
URL = re.compile(r"https?://[^\s/?#<>\"]+\.[^\s<>\"]+")
ACTIVITY_ID = re.compile(r"m(\d\d)-a(\d\d)")


def module_of(key: str) -> int:
    """Return the number of the module an id such as m04-a02 belongs to; 0 if it is no such id."""
    match = ACTIVITY_ID.fullmatch(key)
    return int(match[1]) if match else 0


def work_words(work: Mapping[str, str | None]) -> str:
    """Return a piece of reference material in one line: title, who made it, where it is."""
    about = [str(work[name]) for name in ("by", "url") if work.get(name)]
    return f"{work['title']} ({', '.join(about)})" if about else str(work["title"])
