"""The closed lists of needs assessments, with their names for readers. Codes stand in tables and files."""

from enum import StrEnum

from ..kernel.i18n import lazy_gettext as _l


class State(StrEnum):
    """What a cell or an answer says. Only VALUE carries a number: nought, no and silence are never mixed (R-041)."""

    VALUE = "value"
    ZERO = "zero"
    NO = "no"
    PARTIAL = "partial"
    NOT_AVAILABLE = "not_available"
    NO_ANSWER = "no_answer"
    NOT_ASKED = "not_asked"


WORDS: dict[str, str] = {
    State.VALUE: _l("Priority"),
    State.ZERO: _l("0 (nought)"),
    State.NO: _l("No"),
    State.PARTIAL: _l("Some elements"),
    State.NOT_AVAILABLE: _l("Value not available"),
    State.NO_ANSWER: _l("No answer"),
    State.NOT_ASKED: _l("Not asked"),
}
SIGNS: dict[str, str] = {  # where a word is too long for a cell; the word stands beside it for those who listen
    State.ZERO: "0",
    State.NO: _l("no"),
    State.PARTIAL: _l("partly"),
    State.NOT_AVAILABLE: _l("n/a"),
    State.NO_ANSWER: "–",
    State.NOT_ASKED: "",
}
TOLD = (State.VALUE, State.ZERO, State.NO, State.PARTIAL, State.NOT_AVAILABLE)  # what an institution can say
SAYING = (State.VALUE, State.ZERO, State.NO, State.PARTIAL)  # what tells something of the need
ROUND_STATES: dict[str, str] = {"draft": _l("In preparation"), "running": _l("Running"), "closed": _l("Closed")}
RULES: dict[str, str] = {
    "median": _l("The middle of the institutions’ answers, the more urgent of two"),
    "highest": _l("The most urgent answer of an institution"),
    "consensus": _l("Only what all institutions agree on"),
}
PARTICIPATION: dict[str, str] = {
    "undecided": _l("Participation undecided"),
    "invited": _l("Invited"),
    "answering": _l("Answering"),
    "complete": _l("Complete"),
    "desk": _l("Desk review only"),
}
INSTRUMENT_KINDS: dict[str, str] = {
    "questionnaire": _l("Questionnaire"),
    "interview": _l("Interview"),
    "desk": _l("Desk review"),
}
RESPONSE_STATES: dict[str, str] = {
    "invited": _l("Invited"),
    "answered": _l("Answered"),
    "declined": _l("Declined"),
}
MODES: dict[str, str] = {"": _l("Not stated"), "online": _l("Online"), "room": _l("In person"), "paper": _l("On paper")}
MILESTONE_STATES: dict[str, str] = {"open": _l("Open"), "done": _l("Done")}
SEVERITIES: dict[str, str] = {"high": _l("High"), "medium": _l("Medium"), "low": _l("Low")}
CONFIDENCES: dict[str, str] = {"firm": _l("Well founded"), "indicative": _l("Indicative, to be re-validated")}
ANNEX_SIGHT: dict[str, str] = {
    "office": _l("The centre only"),
    "partners": _l("Focal points and observers too"),
}
FINDING_KINDS: dict[str, str] = {
    "gap": _l("Gap"),
    "legislation": _l("Missing field of law"),
    "practice": _l("Good practice"),
}
REUSE: dict[str, str] = {  # of a good practice, in other countries
    "": _l("Not stated"),
    "as_is": _l("As it is"),
    "adapted": _l("Adapted"),
    "no": _l("Only there"),
}
RECOMMENDATION_TYPES: dict[str, str] = {
    "training": _l("Training"),
    "exchange": _l("Exchange"),
    "policy-dialogue": _l("Policy dialogue"),
    "mechanism": _l("Mechanism"),
    "presentation": _l("Presentation"),
    "seminar": _l("Seminar"),
    "research": _l("Research"),
    "information-session": _l("Information session"),
}
RECOMMENDATION_STATES: dict[str, str] = {"open": _l("Open"), "planned": _l("Planned"), "done": _l("Done")}
SECTIONS: dict[str, str] = {
    "institutions": _l("Institutional frameworks"),
    "policy": _l("Policy development"),
    "implementation": _l("Implementation of policy"),
    "legislation": _l("Legal frameworks"),
    "thematic": _l("Thematic pillars"),
    "data": _l("Migration data"),
    "cooperation": _l("International cooperation"),
    "partners": _l("Civil society and other partners"),
    "capacity": _l("Training capacity"),
}
# --- registers of the countries: by which words an item is answered; nothing said is no row --------------------
_UNKNOWN = {"not_available": _l("Not available")}
ITEM_KINDS: dict[str, str] = {
    "challenge": _l("A challenge or none"),
    "yesno": _l("Yes or no"),
    "extended": _l("Yes, extended or no"),
    "sometimes": _l("Yes, sometimes or no"),
    "partial": _l("Yes, some elements or no"),
    "reports": _l("Public, not public or none"),
    "frequency": _l("How often"),
    "law": _l("Signed or ratified"),
}
ITEM_WORDS: dict[str, dict[str, str]] = {
    "challenge": {"yes": _l("A challenge"), "no": _l("No challenge"), **_UNKNOWN},
    "yesno": {"yes": _l("Yes"), "no": _l("No"), **_UNKNOWN},
    "extended": {"yes": _l("Yes"), "extended": _l("Extended"), "no": _l("No"), **_UNKNOWN},
    "sometimes": {"yes": _l("Yes"), "sometimes": _l("Sometimes"), "no": _l("No"), **_UNKNOWN},
    "partial": {"yes": _l("Yes"), "partial": _l("Some elements"), "no": _l("No"), **_UNKNOWN},
    "reports": {"public": _l("Public"), "internal": _l("Not public"), "no": _l("None"), **_UNKNOWN},
    "frequency": {
        "month": _l("Every month"),
        "quarter": _l("Every quarter"),
        "year": _l("Every year"),
        "irregular": _l("Irregularly"),
        **_UNKNOWN,
    },
    "law": {"ratified": _l("Ratified"), "signed": _l("Signed"), "neither": _l("Neither"), **_UNKNOWN},
}
ITEM_STATES: dict[str, str] = {key: word for words in ITEM_WORDS.values() for key, word in words.items()}
HELD = ("yes", "extended", "public", "ratified", "month", "quarter", "year")  # what counts in the sums
DOCUMENT_STATES: dict[str, str] = {
    "adopted": _l("Adopted"),
    "approval": _l("In approval"),
    "revision": _l("Expired, under revision"),
    "expired": _l("Expired"),
    "none": _l("There is none"),
    "unknown": _l("Not available"),
}
