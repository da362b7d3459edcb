"""Who may call what: every view says so, and a walk over all addresses as eight kinds of people finds it true."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.contract import scene
from trainhub.kernel.db import db
from trainhub.kernel.text import fold
from trainhub.registration.models import CallComment, Registration
from trainhub.web.access import ACCESS, EVERYWHERE

LIBRARY = {"static"}
NOBODYS_ID = {"string": "no-such-thing", "int": 987654, "path": "no/such", "default": "no-such-thing"}
OF_A_CENTRE = {"trainer", "other_staff", "staff"}  # whose role is limited, in the walk below
# addresses whose argument is a word of the program, or a logo that stands on public pages
NOT_OF_ANYBODY = {
    "certificates.did",  # what a centre publishes for those who check certificates
    "certificates.small_status_list",
    "certificates.status_list",
    "imports.new",
    "imports.pattern",
    "logos.show",
    "office.plugin_history",
    "office.retry",
    "office.save_settings",
    "office.seen",
    "office.switch",
    "reports.take",
    "profile.erase",
}
# what is of one person or centre and yet open to others: everybody who may see a published session, and staff of all
# centres to whom people, bodies, experts, formats, statuses and the curriculum are common
OF_PUBLISHED = {"sessions.show", "sessions.feed", "materials.index", "registration.register"}
COMMON = {"people", "confidential", "organisations", "trainers", "donors", "formats", "statuses", "curriculum", "roles"}
COMMON |= {"holidays", "country_plans"}  # staff correct and keep those of all countries
COMMON |= {"claims", "duplicates", "erasure", "certificate_kinds"}
# questionnaires are read, taken and copied by the staff of all centres, and changed by those of their own
TO_READ = {f"questionnaires.{name}" for name in ("record", "history", "preview", "version_changes", "edit_bank_item")}
TO_COPY = {"questionnaires.copy_bank_item"}
FOR_ALL = {"curriculum.activity", "curriculum.module", "certificates.verified", "certificates.surname"}
FOR_ALL |= {"holidays.show"}  # everybody who plans reads them; only the country and staff decide
# findings, recommendations and registers are common to all centres
FOR_ALL |= {"needs.recommendation", "needs.finding", "needs.register", "needs.register_entries"}
FOR_ALL |= {"needs.edit_recommendation"}  # kept by the staff of all centres
# what is known of a country is kept by the staff of all centres, and by its own focal point
OF_COUNTRIES = {f"needs.{name}" for name in ("edit_register", "new_item", "edit_item", "document", "remove_document")}
OF_COUNTRIES |= {f"needs.{name}" for name in ("lead", "remove_lead", "register_country")}
TO_WATCH = {"needs.country_report", "needs.country_known", "needs.country_pdf"}  # staff and observers of all countries
FOR_ALL |= {"certificates.did", "certificates.status_list", "certificates.small_status_list"}  # to check by
# there for nobody: the release is a draft, only the person withdraws or reports, nobody was ticked
# (and no version is a draft)
NOT_THERE = {
    "checkin.scanned",  # a scan is good for minutes
    "checkin.scan",
    "excuses.show",  # the person's own
    "excuses.document",
    "releases.read",
    "releases.take",
    "registration.withdraw",
    "registration.decide",
    "mine.needs",
    "expert.asked",
    "rollouts.show",
    "rollouts.evidence",
}
KINDS = ("visitor", "participant", "trainer", "focal_point", "observer", "other_staff", "staff", "administrator")


def views(app: Flask) -> Iterator[tuple[str, str]]:
    """Yield endpoint and declared access of every view."""
    for endpoint, view in app.view_functions.items():
        if endpoint not in LIBRARY:
            yield endpoint, ACCESS.get(view, "")


def addresses(app: Flask) -> list[tuple[str, str]]:
    """Return every address that can be read, with ids of nothing, and the access its view declares."""
    access = dict(views(app))
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in access and "GET" in (rule.methods or ()):
            found.append(
                (
                    re.sub(r"<(?:(\w+)[^:>]*:)?\w+>", lambda m: str(NOBODYS_ID[m[1] or "default"]), rule.rule),
                    access[rule.endpoint],
                )
            )
    return sorted(found)


def test_every_view_says_who_may_call_it(app: Flask) -> None:
    assert [endpoint for endpoint, access in views(app) if not access] == []


def test_every_permission_a_view_asks_for_exists(app: Flask) -> None:
    asked = {access.removesuffix(EVERYWHERE) for _, access in views(app)} - {"public", "signed_in", "token", ""}
    assert asked <= set(app.extensions["permissions"])


@pytest.fixture
def everybody(make: Any, app: Flask, sign_in: Callable[..., FlaskClient]) -> Callable[[str], FlaskClient]:
    """Give a client of each kind of person."""
    make.activity()  # so that there is a curriculum in force
    baku, other = make.centre(), make.centre("dushanbe", country_code="TJ", zone="Asia/Dushanbe")
    people = {
        "participant": lambda: make.account(category="ngo"),
        "trainer": lambda: make.account("trainer", scope=("centre", baku.id)),
        "focal_point": lambda: make.account("focal_point", scope=("country", "GE")),
        "observer": lambda: make.account("observer"),
        "other_staff": lambda: make.staff(other),
        "staff": lambda: make.staff(baku),
        "administrator": lambda: make.account("administrator"),
    }

    def act(kind: str) -> FlaskClient:
        return app.test_client() if kind == "visitor" else sign_in(people[kind]())

    return act


@pytest.mark.parametrize("kind", KINDS)
def test_a_walk_over_all_addresses_finds_what_was_declared(
    app: Flask, everybody: Callable[[str], FlaskClient], kind: str
) -> None:
    client = everybody(kind)
    wrong = []
    for path, access in addresses(app):
        answer = client.get(path)
        if not _as_declared(app, kind, path, access, answer.status_code, answer.headers.get("Location", "")):
            wrong.append(f"{path} ({access}) answered {kind} {answer.status_code} {answer.headers.get('Location', '')}")
    assert wrong == []


def _as_declared(app: Flask, kind: str, path: str, access: str, status: int, target: str) -> bool:
    """Say whether an answer fits: visitors are sent to sign in, others refused; an id of nothing is not found."""
    nothing = any(str(each) in path for each in NOBODYS_ID.values())
    if access in {"public", "token"}:
        return status == 404 if nothing else status in {200, 302, 303, 308}
    if kind == "visitor":
        return status == 303 and target.startswith("/sign-in")
    if access != "signed_in" and not _has(app, kind, access):
        return status == 403
    return status == 404 if nothing else status in {200, 302, 303, 308}


def _has(app: Flask, kind: str, access: str) -> bool:
    role = "staff" if kind == "other_staff" else kind
    roles = app.extensions["permissions"][access.removesuffix(EVERYWHERE)].roles
    return (role in roles or "participant" in roles) and not (access.endswith(EVERYWHERE) and kind in OF_A_CENTRE)


def test_every_page_and_form_carries_its_token(app: Flask) -> None:
    """A POST without the token is refused, whoever sends it."""
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        client = app.test_client()
        posts = [
            rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ()) and "<" not in rule.rule
        ]
        assert posts
        assert [path for path in posts if client.post(path).status_code not in {303, 400}] == []
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


# --- ids of others ------------------------------------------------------------------------------


def test_real_ids_of_others_open_nothing(app: Flask, make: Any, everybody: Callable[[str], FlaskClient]) -> None:
    """Every address with an id, to read and to write, asked for what another centre and other people have."""
    found = scene.foreign(make)
    known, unknown = scene.addresses(app, found)
    access, wrong = dict(views(app)), []
    own = {endpoint for endpoint, view in app.view_functions.items() if view.__module__.startswith("trainhub.")}
    missing = {endpoint for endpoint in unknown if endpoint in own and access[endpoint] != "token"}
    assert missing - NOT_OF_ANYBODY == set(), "tests/contract/scene.py knows no id for these"
    for kind in ("visitor", "participant", "trainer", "focal_point", "observer", "staff"):
        client = everybody(kind)
        for rule, path, session in known:
            if not _let_in(app, kind, access[rule.endpoint]):
                continue  # refused before the id is looked at: the walk above shows it
            if _open(kind, rule, published=session is found.over):
                continue
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                if kind == "staff" and rule.endpoint in (TO_READ if method == "GET" else TO_COPY):
                    continue
                answer = client.open(path, method=method)
                if answer.status_code not in {403, 404, 410}:  # 410: a scan that has run out
                    wrong.append(f"{method} {path} ({rule.endpoint}) answered {kind} {answer.status_code}")
    assert wrong == [], "\n".join(wrong)


def test_the_same_ids_open_to_those_who_may(app: Flask, make: Any, everybody: Callable[[str], FlaskClient]) -> None:
    """The control: the ids are right, for the staff of that centre and for administrators."""
    known, _unknown = scene.addresses(app, scene.foreign(make))
    reached: dict[str, set[int]] = {}
    for kind in ("other_staff", "administrator"):
        client = everybody(kind)
        for rule, path, _session in known:
            if "GET" in (rule.methods or ()):
                reached.setdefault(rule.endpoint, set()).add(client.get(path).status_code)
    closed = {endpoint for endpoint, statuses in reached.items() if not statuses & {200, 302, 303}}
    assert {endpoint for endpoint in closed if not endpoint.startswith("curriculum.")} == NOT_THERE


def test_a_focal_point_reads_nothing_of_another_country(
    app: Flask, make: Any, everybody: Callable[[str], FlaskClient]
) -> None:
    """All addresses, with the ids of another country where they take some, and all lists as files: no name, no word.

    One call is open to both countries, so that there is something to see beside what must not be seen.
    """
    found = scene.foreign(make)
    shared, theirs = _shared(make, found.graduate.person)
    client, wrong = everybody("focal_point"), []
    urls = app.url_map.bind("localhost")
    plain = [rule for rule in app.url_map.iter_rules() if not rule.arguments and "GET" in (rule.methods or ())]
    paths = [urls.build(rule.endpoint, {}, method="GET") for rule in plain]
    paths += [path for rule, path, _session in scene.addresses(app, found)[0] if "GET" in (rule.methods or ())]
    paths += [path.replace(found.ids["nominations.slug"], shared.slug) for path in paths if "/nominations/" in path]
    nominee = found.ids["nominations.public_id"]
    paths += [path.replace(nominee, theirs.public_id) for path in paths if f"{shared.slug}/{nominee}" in path]
    for path in dict.fromkeys(paths):
        for kind in ("", "csv", "xlsx"):
            answer = client.get(path, query_string={"format": kind} if kind else {"q": "other"})
            if MARK in _text(answer.data):
                wrong.append(f"{path} ({kind or 'page'})")
    assert wrong == []
    assert client.get(f"/nominations/{shared.slug}/").status_code == 200
    assert client.get(f"/nominations/{shared.slug}/{theirs.public_id}/").status_code == 404


MARK = "Marker of another country"


def _shared(make: Any, graduate: Any) -> tuple[Any, Any]:
    """Make a call for two countries with a nominee of the other one; all that is theirs carries the marker."""
    session = make.session(day=9)
    call = make.call(session, quotas={("country", "GE"): 3, ("country", "TJ"): 3}, agreement="consulted")
    person = make.person(organisation=make.organisation(country_code="TJ"), country_code="TJ")
    theirs = make.registration(session, person, state="nominated", origin="nomination", motivation=MARK)
    db.session.add(CallComment(call_id=call.id, country_code="TJ", text=MARK))
    for each in (person, graduate, *(row.person for row in db.session.query(Registration))):
        each.display = each.native = each.latin = f"{MARK} {each.id}"
        each.search = fold(each.display)
    db.session.commit()
    return session, theirs


def _text(content: bytes) -> str:
    """Return what a file says: a spreadsheet is a box of texts."""
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        return "".join(box.read(name).decode(errors="replace") for name in box.namelist())


def _open(kind: str, rule: Rule, *, published: bool) -> bool:
    """Say whether an address is meant to be open to somebody although its object is another's."""
    place = rule.endpoint.partition(".")[0]
    if rule.endpoint in FOR_ALL or (rule.endpoint in OF_PUBLISHED and published):
        return True
    if rule.endpoint in TO_WATCH:
        return kind in {"staff", "observer"}
    return kind == "staff" and (place in COMMON or rule.endpoint in OF_COUNTRIES)


def _let_in(app: Flask, kind: str, access: str) -> bool:
    """Say whether a view looks at the id at all for this kind of person."""
    if access in {"public", "token"}:
        return True
    return kind != "visitor" and (access == "signed_in" or _has(app, kind, access))
