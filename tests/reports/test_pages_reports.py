"""The explorer, files to take away, head-counts: what staff see, and who does not."""

import csv
import io
import re
from datetime import date

import pytest

from trainhub.hooks.types import Breakdown, Indicator
from trainhub.kernel.db import db
from trainhub.reports.models import Headcount
from trainhub.reports.services import facts, registry

PERIOD = {"period": "2026"}


@pytest.fixture
def training(make):
    """Make a training of May 2026: three people came, one did not."""
    session = make.session(day=date(2026, 5, 4), slots=2, state="completed", seats=30)
    for country, category in (("AZ", "ministry"), ("GE", "ngo"), ("GE", "media")):
        make.graduate(session, make.person(country_code=country, category=category), gender="f")
    make.graduate(session, make.person(country_code="UZ", category="agency"), marks=("absent", "absent"))
    facts.rebuild()
    return session


@pytest.fixture
def staff(make, sign_in):
    return sign_in(make.staff())


def lines(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


class TestExplorer:
    def test_the_first_page_counts_last_years_participations_by_country(self, staff, training):
        page = staff.get("/reports/").text
        assert "Participations, 2026: 3" in words(page)
        assert "Split by: Country" in words(page)
        assert "Not stated" in page

    @pytest.mark.parametrize(
        "by", [[], ["country"], ["country", "level"], ["country", "level", "format"], ["month"], ["module", "project"]]
    )
    @pytest.mark.parametrize(
        "indicator", ["core.participations", "core.persons", "core.completion_rate", "core.sessions", "core.trainers"]
    )
    def test_every_way_to_ask_has_a_page_and_a_file(self, staff, training, indicator, by):
        query = {"indicator": indicator, "by": by, **PERIOD}
        assert staff.get("/reports/", query_string=query).status_code == 200
        for kind in ("csv", "xlsx"):
            answer = staff.get("/reports/", query_string={**query, "format": kind})
            assert (answer.status_code, f".{kind}" in answer.headers["Content-Disposition"]) == (200, True)

    @pytest.mark.parametrize(
        "query",
        [
            {"indicator": "no.such"},
            {"by": ["no-such", "country", "country"]},
            {"period": "2026-13"},
            {"period": "soon"},
            {"period": "2026-01-09..2026-01-02"},
            {"country": "XX", "module": "x", "project": "nobody's", "session": "no-such"},
            {"show": "shares", "indicator": "core.completion_rate"},
            {"by": ["country", "level", "format", "module"]},
        ],
    )
    def test_what_is_not_there_is_left_out(self, staff, training, query):
        assert staff.get("/reports/", query_string=query).status_code == 200

    def test_a_file_holds_exactly_what_is_shown(self, staff, training):
        query = {"indicator": "core.participations", "by": ["country", "organisation_type"], **PERIOD}
        found = lines(staff.get("/reports/", query_string={**query, "format": "csv"}))
        assert found[0][:3] == ["Country", "Government", "Civil society organisations"]
        assert found[0][-2:] == ["Not stated", "All"]
        by_country = {line[0]: line[1:] for line in found[1:]}
        assert by_country["Georgia"][-1] == "2"
        assert by_country["All"][-1] == "3"
        assert by_country["Belarus"] == ["0"] * (len(found[0]) - 1)

    def test_shares_are_of_the_line_and_a_file_has_them_as_fractions(self, staff, training):
        query = {"indicator": "core.participations", "by": "country", "show": "shares", **PERIOD}
        found = {line[0]: line[1] for line in lines(staff.get("/reports/", query_string={**query, "format": "csv"}))}
        assert (found["Georgia"], found["Belarus"], found["All"]) == ("0.6667", "0.0", "1.0")
        assert "67%" in staff.get("/reports/", query_string=query).text

    def test_taking_the_last_breakdown_away_does_not_bring_the_first_page_back(self, staff, training):
        page = staff.get("/reports/").text
        address = re.search(r'href="([^"]+)" aria-label="Do not split by: Country"', page)
        assert address
        assert "Split by: Country" not in words(staff.get(address[1].replace("&amp;", "&")).text)

    def test_a_filter_narrows_and_is_a_pill(self, staff, training):
        page = words(staff.get("/reports/", query_string={"by": "level", "country": "GE", **PERIOD}).text)
        assert "Participations, 2026: 2" in page
        assert "Country: Georgia" in page

    def test_a_chart_is_said_in_words_and_drawn_without_a_style(self, staff, training):
        page = staff.get("/reports/", query_string={"by": ["country", "organisation_type"], **PERIOD}).text
        assert re.search(r'role="img" aria-label="[^"]*Georgia: [^"]*50%', page)
        assert "style=" not in page

    def test_heads_stand_apart(self, staff, training, make):
        session = make.session(day=date(2026, 8, 3), state="completed", format="information-session")
        for heads, number in (("departing", 22), ("families", 4)):
            values = {"reported_by": "Gulnora", "reported_on": date(2026, 8, 3)}
            db.session.add(Headcount(session_id=session.id, heads=heads, number=number, **values))
        page = words(staff.get("/reports/", query_string={"by": "country", **PERIOD}).text)
        assert "Participations, 2026: 3" in page
        assert page.index("All 3") < page.index("Counted by heads, apart from all above") < page.index("All 26")

    def test_an_empty_period_says_so(self, staff):
        assert "Nothing was counted" in staff.get("/reports/?by=country&period=2020").text

    def test_the_cost_does_not_grow_with_the_rows(self, staff, make, queries):
        counted = []
        for number in (1, 3):
            session = make.session(day=date(2026, 5, 4), state="completed", seats=30)
            for _ in range(number):
                make.graduate(session, make.person(country_code="GE", category="ngo"))
            facts.rebuild()
            with queries(60) as seen:
                staff.get("/reports/?by=country&by=organisation_type&by=module&period=2026")
            counted.append(sum(1 for each in seen if each.lstrip().startswith(("SELECT", "WITH"))))
        assert counted[0] == counted[1]
        assert counted[0] <= 12


class TestAccess:
    @pytest.mark.parametrize("role", ["observer", "focal_point", "trainer", "participant"])
    @pytest.mark.parametrize("path", ["/reports/", "/reports/exports/", "/reports/exports/core.sessions"])
    def test_the_explorer_is_for_the_office(self, make, sign_in, role, path):
        scope = {"focal_point": ("country", "GE")}.get(role)
        assert sign_in(make.account(role, scope=scope)).get(path).status_code == 403

    def test_staff_of_a_centre_see_only_their_own(self, make, sign_in, training):
        other = make.centre("dushanbe", country_code="TJ", zone="Asia/Dushanbe")
        make.graduate(make.session(day=date(2026, 7, 6), state="completed", centre=other))
        facts.rebuild()
        theirs = words(sign_in(make.staff(other)).get("/reports/?by=country&period=2026").text)
        assert "Participations, 2026: 1" in theirs
        assert "Participations, 2026: 3" in words(sign_in(make.staff()).get("/reports/?by=country&period=2026").text)
        everything = words(sign_in(make.account("administrator")).get("/reports/?by=centre&period=2026").text)
        assert "Participations, 2026: 4" in everything

    def test_a_session_of_another_centre_is_no_filter(self, make, sign_in, training):
        other = make.centre("dushanbe", country_code="TJ", zone="Asia/Dushanbe")
        page = words(sign_in(make.staff(other)).get(f"/reports/?by=country&period=2026&session={training.slug}").text)
        assert str(training.title) not in page

    def test_the_menu_shows_reports_to_the_office_only(self, make, sign_in):
        assert 'href="/reports/"' in sign_in(make.staff()).get("/").text
        assert 'href="/reports/"' not in sign_in(make.account("observer")).get("/").text


class TestExports:
    def test_sessions_come_with_their_figures(self, staff, training):
        found = lines(staff.get("/reports/exports/core.sessions?format=csv&period=2026"))
        line = dict(zip(found[0], found[1], strict=True))
        told = [line[key] for key in ("Registrations", "Selected", "Attended", "Completed", "Hours attended")]
        assert told == ["4", "4", "3", "3", "18.0"]
        assert staff.get("/reports/exports/core.sessions?format=xlsx&period=2026").status_code == 200

    def test_no_export_has_a_line_a_person(self, staff, training):
        for key in ("core.sessions", "core.headcounts"):
            text = staff.get(f"/reports/exports/{key}?format=csv&period=2026").get_data().decode()
            assert "Şəxs" not in text

    def test_what_is_not_there_is_not_found(self, staff):
        assert staff.get("/reports/exports/no.such").status_code == 404
        assert staff.get("/reports/exports/core.sessions?format=pdf").status_code == 404

    def test_the_list_says_what_a_line_is(self, staff):
        assert "One line a session" in staff.get("/reports/exports/").text


class TestPlugins:
    """A plugin's part that fails costs its own figure, and nothing else."""

    @pytest.fixture
    def broken(self, app):
        def fail(*_anything):
            raise RuntimeError("not today")

        shelf, plugins = app.extensions["reports"], app.extensions["plugins"]
        plugins.pm.register(object(), name="broken")
        plugins.strict = False
        with pytest.MonkeyPatch.context() as patch:
            for kind in registry.KINDS:
                patch.setitem(shelf.shelves, kind, dict(shelf.shelves[kind]))
            patch.setattr(shelf, "owners", dict(shelf.owners))
            splits = frozenset({"registration", "day"})
            shelf.add("broken", Indicator("broken.one", "Broken", "It fails.", "x", fail, splits=splits))
            shelf.add("broken", Breakdown("shattered", "Shattered", "registration", fail, fail))
            yield
        plugins.pm.unregister(name="broken")
        plugins.strict = True
        plugins.failures.clear()

    @pytest.mark.parametrize("query", [{"indicator": "broken.one"}, {"by": "shattered"}])
    def test_the_page_stands_and_says_which(self, staff, training, broken, app, query):
        page = words(staff.get("/reports/", query_string={**query, **PERIOD}).text)
        assert "This figure could not be worked out." in page
        assert "broken" in page
        assert {failure.plugin for failure in app.extensions["plugins"].failures} == {"broken"}
        assert "Participations, 2026: 3" in words(staff.get("/reports/?by=country&period=2026").text)


class TestHeadcount:
    @pytest.fixture
    def informing(self, make):
        return make.session(day=0, format="information-session", trainer=make.person())

    COUNT = {
        "number": "9",
        "gender": "f",
        "heads": "departing",
        "reported_by": "Gulnora Rahimova",
        "reported_on": "2027-03-02",
    }

    def test_staff_count_correct_and_take_out(self, staff, informing):
        home = f"/sessions/{informing.slug}/headcount/"
        assert "Head-count" in staff.get(f"/sessions/{informing.slug}/").text
        assert staff.post(home, data=self.COUNT).status_code == 303
        row = db.session.query(Headcount).one()
        assert "9 people were counted." in staff.get(home).text
        assert staff.post(f"{home}{row.public_id}", data=self.COUNT | {"number": "11"}).status_code == 303
        assert "11 people were counted." in staff.get(home).text
        assert "Gulnora Rahimova" in staff.get(f"/sessions/{informing.slug}/history").text
        assert lines(staff.get(f"{home}?format=csv"))[1][:3] == ["People about to leave for abroad", "Women", "11"]
        assert staff.post(f"{home}{row.public_id}/remove").status_code == 303
        assert "were counted" not in staff.get(home).text

    def test_remarks_stand_beside_their_fields(self, staff, informing):
        answer = staff.post(f"/sessions/{informing.slug}/headcount/", data=self.COUNT | {"number": "0"})
        assert (answer.status_code, "one at least" in answer.text) == (422, True)
        assert db.session.query(Headcount).count() == 0

    def test_whoever_teaches_counts_too(self, make, sign_in, informing):
        trainer = make.account("trainer", person=informing.assignments[0].person)
        client = sign_in(trainer)
        assert client.post(f"/sessions/{informing.slug}/headcount/", data=self.COUNT).status_code == 303

    @pytest.mark.parametrize("role", ["observer", "participant", "trainer"])
    def test_others_do_not(self, make, sign_in, informing, role):
        assert sign_in(make.account(role)).get(f"/sessions/{informing.slug}/headcount/").status_code == 404

    def test_staff_of_another_centre_do_not(self, make, sign_in, informing):
        other = make.centre("dushanbe", country_code="TJ", zone="Asia/Dushanbe")
        assert sign_in(make.staff(other)).get(f"/sessions/{informing.slug}/headcount/").status_code == 404

    def test_a_training_has_no_head_count(self, staff, make):
        session = make.session(day=0)
        assert staff.get(f"/sessions/{session.slug}/headcount/").status_code == 404
        assert "Head-count" not in staff.get(f"/sessions/{session.slug}/").text

    def test_before_it_begins_the_page_says_when(self, staff, make):
        session = make.session(day=5, format="briefing")
        page = staff.get(f"/sessions/{session.slug}/headcount/").text
        assert "This session has not begun." in page
        assert 'name="number"' not in page
