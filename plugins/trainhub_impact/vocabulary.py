"""The closed lists of this plugin, with their words: families, sources, states, and what the world agreed on."""

from collections.abc import Mapping

from trainhub.plugin_api import lazy_gettext as _l

Words = Mapping[str, str]
GOAL, OUTCOME, OUTPUT = "goal", "outcome", "output"
KINDS: Words = {GOAL: _l("Goal"), OUTCOME: _l("Outcome"), OUTPUT: _l("Output")}
BELOW = {"": GOAL, GOAL: OUTCOME, OUTCOME: OUTPUT}  # what may stand under what

# Effects on trainees' work and on services for migrants are two things, measured apart and never summed.
DELIVERY, WORK, SERVICES = "delivery", "work", "services"
FAMILIES: Words = {
    DELIVERY: _l("What the centre does"),
    WORK: _l("Trainees’ work"),
    SERVICES: _l("Services for migrants"),
}

COMPUTED, STAFF, INSTITUTIONS = "computed", "staff", "institutions"
SOURCES: Words = {
    COMPUTED: _l("Computed from records"),
    STAFF: _l("Entered by the centre"),
    INSTITUTIONS: _l("Reported by institutions"),
}

NUMBER, PERCENT = "number", "percent"
SHAPES: Words = {NUMBER: _l("A number"), PERCENT: _l("A share, told in per cent")}

SUM, MEAN, RATIO = "sum", "mean", "ratio"
GATHERS: Words = {
    SUM: _l("Added up"),
    MEAN: _l("Averaged over institutions"),
    RATIO: _l("All numerators divided by all denominators"),
}

UP, DOWN, KEEP = "up", "down", "keep"
DIRECTIONS: Words = {UP: _l("More is better"), DOWN: _l("Less is better"), KEEP: _l("It should stay as it is")}

# Not known, not there and nought are three things. A nought is a known value.
KNOWN, UNKNOWN, UNAVAILABLE = "known", "unknown", "unavailable"
STATES: Words = {KNOWN: _l("Known"), UNKNOWN: _l("Not known"), UNAVAILABLE: _l("No value available")}

MET, CLOSE, BEHIND = "met", "close", "behind"
STANDINGS: Words = {MET: _l("Target met"), CLOSE: _l("Close to the target"), BEHIND: _l("Behind the target")}

SDG: Words = {
    "3.8": _l("Health care for all"),
    "4.4": _l("Skills for work"),
    "5.2": _l("No violence against women and girls"),
    "5.5": _l("Women take part and lead"),
    "8.7": _l("No forced labour and trafficking"),
    "8.8": _l("Labour rights, also of migrant workers"),
    "10.2": _l("Inclusion of all"),
    "10.7": _l("Orderly, safe and responsible migration"),
    "10.c": _l("Cheaper remittances"),
    "16.2": _l("No abuse and trafficking of children"),
    "16.6": _l("Effective and accountable institutions"),
    "16.9": _l("Legal identity for all"),
    "16.10": _l("Access to information"),
    "17.9": _l("Capacity building in countries"),
    "17.18": _l("Data by migratory status"),
}

GCM: Words = {
    "1": _l("Data for policies"),
    "2": _l("Fewer reasons to have to leave"),
    "3": _l("Information at all stages"),
    "4": _l("Proof of identity"),
    "5": _l("Regular pathways"),
    "6": _l("Fair recruitment, decent work"),
    "7": _l("Fewer vulnerabilities"),
    "8": _l("Saving lives, missing migrants"),
    "9": _l("Against smuggling"),
    "10": _l("Against trafficking"),
    "11": _l("Borders managed together"),
    "12": _l("Certain and predictable procedures"),
    "13": _l("Detention only as the last resort"),
    "14": _l("Consular protection"),
    "15": _l("Basic services"),
    "16": _l("Inclusion and cohesion"),
    "17": _l("Against discrimination"),
    "18": _l("Skills and their recognition"),
    "19": _l("Migrants and diasporas contribute"),
    "20": _l("Cheaper transfers of money"),
    "21": _l("Return and reintegration"),
    "22": _l("Portable social security"),
    "23": _l("International cooperation"),
}
