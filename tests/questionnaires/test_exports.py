"""The files that staff take away: a workbook with its codebook, or CSV."""

import csv
import io
import zipfile
from typing import Any

import pytest

from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.kernel.errors import NotFound, Refused
from trainhub.questionnaires import services
from trainhub.questionnaires.exports import export
from trainhub.questionnaires.models import Wave

from .sample import close, send


@pytest.fixture
def closed(wave: Any, make: Any) -> Wave:
    opinion = wave(minimum=3)
    for text in ("=1+1", "Zu lang", "Gut"):
        send(services.invite(opinion, make.person()), useful="4", again="no", why=text)
    return close(opinion)


def lines(wave: Wave, part: str) -> list[list[str]]:
    body = export(wave, "csv", part).get_data(as_text=True).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(body)))


def test_csv_of_each_part(closed: Wave) -> None:
    header, *rows = lines(closed, "answers")
    assert header[:3] == ["no", "useful", "again"]
    assert [row[:3] for row in rows] == [["1", "4", "no"], ["2", "4", "no"], ["3", "4", "no"]]
    assert lines(closed, "texts") == [["column", "text"], ["why", "'=1+1"], ["why", "Gut"], ["why", "Zu lang"]]
    book = lines(closed, "codebook")
    assert book[0] == ["Column", "Question", "Type", "Code", "Meaning", "Score"]
    assert ["again", "Again?", "One of several", "yes", "Yes", ""] in book


def test_a_workbook_has_all_three(closed: Wave) -> None:
    answer = export(closed, "xlsx")
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as box:
        book = box.read("xl/workbook.xml").decode()
    assert all(f'name="{title}"' in book for title in ("Answers given", "Free text", "Codebook"))
    assert db.session.query(AuditEntry).filter_by(action="exported", kind="wave").count() == 1


def test_what_may_not_be_shown_is_not_handed_out(wave: Any, closed: Wave) -> None:
    with pytest.raises(Refused):
        export(wave(), "xlsx")
    with pytest.raises(NotFound):
        export(closed, "pdf")
    with pytest.raises(NotFound):
        export(closed, "csv", "members")
