"""From an instance (formulation UD2) to the plan language."""

from ..engine.language import Bar, Compact, Event, Exclusive, Problem, Resource, Role, Rule, Spread, Stable
from .reading import Course, Timetabling

DAY = "day"
ROOM = "room"
MISSING_DAY, ISOLATED, OTHER_ROOM = 5, 2, 1


def compiled(source: Timetabling) -> Problem:
    """Compile: a lecture is an event of one period, rooms and teachers are resources, curricula are exclusive."""
    periods = source.days * source.periods_per_day
    teachers = sorted({course.teacher for course in source.courses})
    rooms = tuple(Resource(f"room {room.name}") for room in source.rooms)
    people = tuple(Resource(f"teacher {name}") for name in teachers)
    events = tuple(event for course in source.courses for event in _lectures(source, course, teachers))
    return Problem(
        periods=periods,
        buckets=((DAY, tuple(period // source.periods_per_day for period in range(periods))),),
        resources=rooms + people,
        events=events,
        rules=tuple(_rules(source)),
    )


def constant(source: Timetabling) -> int:
    """Return what every plan costs besides: a course with fewer lectures than days it should be on misses the rest.

    The plan language asks for as many days as lectures are placed, at most.
    """
    return MISSING_DAY * sum(max(0, course.days - course.lectures) for course in source.courses)


def numbers(source: Timetabling) -> dict[str, tuple[int, ...]]:
    """Return the events of every course."""
    found: dict[str, tuple[int, ...]] = {}
    first = 0
    for course in source.courses:
        found[course.name] = tuple(range(first, first + course.lectures))
        first += course.lectures
    return found


def _lectures(source: Timetabling, course: Course, teachers: list[str]) -> list[Event]:
    closed = {day * source.periods_per_day + period for name, day, period in source.closed if name == course.name}
    bars = (Bar(f"unavailable {course.name}", tuple(sorted(closed))),) if closed else ()
    short = tuple(max(0, course.students - room.seats) for room in source.rooms)
    room = Role(ROOM, tuple(range(len(source.rooms))), costs=short if any(short) else ())
    teacher = Role("teacher", (len(source.rooms) + teachers.index(course.teacher),))
    starts = tuple(range(source.days * source.periods_per_day))
    return [
        Event(f"{course.name}/{number}", starts, bars=bars, roles=(room, teacher)) for number in range(course.lectures)
    ]


def _rules(source: Timetabling) -> list[Rule]:
    events = numbers(source)
    rules: list[Rule] = []
    for course in source.courses:
        mine = events[course.name]
        rules.append(Exclusive(f"lectures {course.name}", mine))
        rules.append(Spread(f"days {course.name}", mine, DAY, course.days, MISSING_DAY))
        rules.append(Stable(f"rooms {course.name}", mine, ROOM, OTHER_ROOM))
    for name, members in source.curricula:
        mine = tuple(sorted(number for member in set(members) for number in events[member]))
        rules.append(Exclusive(f"curriculum {name}", mine))
        rules.append(Compact(f"compact {name}", mine, DAY, ISOLATED))
    return rules
