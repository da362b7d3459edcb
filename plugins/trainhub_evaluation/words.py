"""The closed lists of this plugin, each code with its words."""

from trainhub.plugin_api import lazy_gettext as _l

PURPOSES: dict[str, str] = {
    "reaction": _l("Opinion after the training"),
    "pre": _l("Knowledge test before"),
    "post": _l("Knowledge test after"),
    "baseline": _l("Practice at work before"),
    "follow_up": _l("Practice at work afterwards"),
    "supervisor": _l("Practice seen by the supervisor"),
    "institution": _l("Effect on the institution and its services"),
    "trainer": _l("Evaluation by the trainers"),
    "scorecard": _l("Organiser’s scorecard"),
}
LEVELS: dict[int, str] = {
    1: _l("Level 1: opinion"),
    2: _l("Level 2: learning"),
    3: _l("Level 3: practice at work"),
    4: _l("Level 4: effect on services"),
    0: _l("How the training was run"),
}
LEVEL_OF: dict[str, int] = {
    "reaction": 1,
    "pre": 2,
    "post": 2,
    "baseline": 3,
    "follow_up": 3,
    "supervisor": 3,
    "institution": 4,
    "trainer": 0,
    "scorecard": 0,
}
ANCHORS: dict[str, str] = {"start": _l("from the first day"), "end": _l("from the end")}
IDENTITIES: dict[str, str] = {
    "anonymous": _l("Anonymous"),
    "pseudonymous": _l("Under a pseudonym"),
    "named": _l("By name"),
}
FINDING_STATES: dict[str, str] = {
    "open": _l("To be decided"),
    "decided": _l("Decided"),
    "done": _l("Done"),
    "dropped": _l("Dropped"),
}
WAVE_STATES: dict[str, str] = {
    "planned": _l("Planned"),
    "open": _l("Open"),
    "closed": _l("Closed"),
    "skipped": _l("Left out"),
}
# series of waves whose answers pair by a pseudonym, by the purposes that share one
SERIES: dict[str, str] = {"pre": "test", "post": "test", "baseline": "practice", "follow_up": "practice"}
