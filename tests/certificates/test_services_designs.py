"""Designs of a centre: drafts, the one in use, and certificates that stay as they were printed."""

import io
import subprocess
from pathlib import Path

import pytest

from trainhub.certificates import services
from trainhub.certificates.models import Certificate, CertificateDesign
from trainhub.certificates.services import designs, trying
from trainhub.certificates.services.designs import Look, Signer, Upload
from trainhub.certificates.services.trying import Named
from trainhub.kernel import files
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.kernel.work import Actor
from trainhub.testing.make import Make

from .pictures import png

STAFF = Actor(None, "Staff")
LOOK = Look(name="Blue", kind="", layout="landscape", pairs=("az-en", "fa-en", "ru"))


def upload(data: bytes, name: str = "a.png") -> Upload:
    return Upload(stream=io.BytesIO(data), name=name)


def words_of(pdf: bytes) -> str:
    run = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())


def pictures_in(pdf: bytes, tmp_path: Path) -> int:
    (tmp_path / "a.pdf").write_bytes(pdf)
    listed = subprocess.run(["pdfimages", "-list", tmp_path / "a.pdf"], capture_output=True, check=True, text=True)
    return sum("image" in line.split() for line in listed.stdout.splitlines()[2:])


@pytest.fixture
def draft(make: Make) -> CertificateDesign:
    return designs.create(make.centre(), LOOK)


def issued(make: Make) -> Certificate:
    return services.issue(make.graduate(person=make.person(native="Şəhla Ağayeva", language="az")), STAFF)


def test_a_certificate_keeps_the_design_it_was_issued_in(make: Make, draft: CertificateDesign, tmp_path: Path) -> None:
    before = issued(make)
    plain = services.document(before, ("az", "en"))
    designs.write(draft, "en", {"title": "Certificate of Our Own", "facts": "at {place}, {dates}, until {expires}"})
    designs.write(draft, "az", {"role_1": "Müdir"})
    designs.add_logo(draft, upload(png()), "Donor A", donor=True)
    designs.set_signers(draft, [Signer(name="Nigar Rza", image=upload(png(shade=9)))])
    designs.put_to_use(draft)

    made = issued(make)
    printed = services.document(made, ("az", "en"))
    words = words_of(printed)
    for told in ("Certificate of Our Own", "Nigar Rza", "Müdir", "With the support of", "İştirak Sertifikatı"):
        assert told in words
    assert "until" not in words  # it stands for nothing, so the piece is left out
    assert pictures_in(printed, tmp_path) == 2
    assert services.document(before, ("az", "en")) == plain

    following = designs.begin_next(draft)
    designs.write(following, "en", {"title": "Another Title"})
    designs.remove_logo(following, following.logos[0]["file"])
    designs.put_to_use(following)
    assert (draft.state, following.state, following.version) == ("archived", "active", 2)
    assert services.document(made, ("az", "en")) == printed
    assert "Another Title" in words_of(services.document(issued(make), ("az", "en")))

    designs.archive(following)
    assert "Certificate of Participation" in words_of(services.document(issued(make), ("az", "en")))


def test_the_shipped_words_are_frozen_too(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = issued(make)
    first = services.document(made, ("az", "en"))
    mended = dict.fromkeys(designs.SLOTS, "new") | {"centre": "{centre}"}
    monkeypatch.setattr("trainhub.certificates.wording.own.shipped", lambda *_all: mended)
    assert "Certificate of Participation" in words_of(first)
    assert words_of(services.document(made, ("az", "en"))) == words_of(first)


def test_certificates_of_before_designs_print_as_ever(make: Make) -> None:
    made = make.certificate()
    made.facts = {key: value for key, value in made.facts.items() if key != "design"}
    assert "Certificate of Participation" in words_of(services.document(made, ("en", "tk")))


def test_the_holder_chooses_of_what_the_design_allows(make: Make, draft: CertificateDesign) -> None:
    designs.put_to_use(draft)
    made = issued(make)
    assert services.pairs(made) == [("az", "en"), ("fa", "en"), ("ru",)]
    assert services.default_pair(made) == ("az", "en")
    made.person.language = "ru"
    assert services.default_pair(made) == ("ru",)
    made.person.language = "tk"
    assert services.default_pair(made) == ("az", "en")
    assert services.read_pair(made, "fa-en") == ("fa", "en")
    for other in ("en-fa", "tk-en", "en", ""):
        with pytest.raises(NotFound):
            services.read_pair(made, other)
    assert "Сертификат участника" in words_of(services.document(made, ("ru",)))


def test_a_design_of_its_own_kind_goes_before_that_of_all(make: Make, draft: CertificateDesign) -> None:
    own = designs.create(make.centre(), Look(name="P", kind="participation", layout="portrait", pairs=("en",)))
    for each in (draft, own):
        designs.put_to_use(each)
    assert issued(make).facts["design"]["id"] == own.public_id
    designs.archive(own)
    assert issued(make).facts["design"]["id"] == draft.public_id
    elsewhere = make.centre("dushanbe")
    assert services.frozen.in_use(elsewhere, "participation") is None


def test_what_cannot_be_printed_is_said_and_not_used(make: Make, draft: CertificateDesign) -> None:
    designs.write(draft, "en", {"opening": "This is 王"})
    assert trying.faults(draft)
    assert all("the letter 王 of “This is 王”" in fault for fault in trying.faults(draft))
    with pytest.raises(Refused, match="王"):
        designs.put_to_use(draft)
    designs.write(draft, "en", {"notice": "much too long " * 20, "title": "W" * 100})
    with pytest.raises(Refused, match="one page"):
        designs.put_to_use(draft)
    designs.write(draft, "en", {})
    assert trying.faults(draft) == []
    assert "王小明" in trying.fault(draft, "az-en", Named("王小明", "zh"))
    with pytest.raises(Refused, match="王"):
        trying.preview(draft, "az-en", Named("Ա王", "zh"))


def test_a_design_is_tried_with_the_longest_names(make: Make, draft: CertificateDesign) -> None:
    assert [name.lang for name in trying.names(draft)] == ["az"]  # an invented one
    session = make.session(day=-7)
    for native in ("Ли", "Константинопольская-Абдурахмангаджиева Екатерина", "გიორგი მაისურაძე"):
        make.graduate(session, make.person(native=native, latin="AN OTHER"))
    known = trying.names(draft)
    assert known[0].text.startswith("Константинопольская")
    assert known[0].second == "AN OTHER"
    for pair in draft.pairs:
        read = words_of(trying.preview(draft, pair, known[0]))
        assert "Екатерина" in read
        assert "0000-0000-0000" in read
    assert trying.picture(draft, "fa-en", known[0]).startswith(b"\x89PNG")


def test_other_files_are_no_pictures(draft: CertificateDesign) -> None:
    for data, name in (
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"),
        (b"GIF89a" + b"\0" * 30, "a.png"),
        (png()[:70], "a.png"),
        (b"\xff\xd8\xff\xe0\0\x10" + b"\0" * 40, "a.jpg"),
        (png(3000, 1000), "a.png"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * (160 << 10), "a.png"),
    ):
        with pytest.raises(Invalid) as raised:
            designs.add_logo(draft, upload(data, name), "A", donor=True)
        assert set(raised.value.fields) == {"logo"}
    assert draft.logos == []


def test_there_is_room_for_four_logos_and_two_signatures(make: Make, draft: CertificateDesign) -> None:
    for number in range(4):
        designs.add_logo(draft, upload(png(shade=number)), f"Body {number}", donor=number > 1)
    with pytest.raises(Refused):
        designs.add_logo(draft, upload(png()), "One more", donor=True)
    designs.set_signers(draft, [Signer(name="A", image=upload(png())), Signer(name="B"), Signer(name="C")])
    assert [one["name"] for one in draft.signatories] == ["A", "B"]
    designs.set_signers(draft, [Signer(name="A"), Signer(name="B")])
    assert "sha256" in draft.signatories[0]
    designs.set_signers(draft, [Signer(name="A", drop=True)])
    assert draft.signatories == [{"name": "A"}]
    with pytest.raises(Invalid):
        designs.set_signers(draft, [Signer(name="", image=upload(png()))])
    for layout in ("landscape", "portrait"):
        designs.change(draft, Look(name="B", kind="", layout=layout, pairs=LOOK.pairs))
        assert trying.faults(draft) == []


def test_a_lost_picture_does_not_stop_the_print(make: Make, draft: CertificateDesign) -> None:
    designs.add_logo(draft, upload(png(shade=77)), "A", donor=True)
    designs.put_to_use(draft)
    made = issued(make)
    files.place_of(draft.logos[0]["sha256"]).unlink()
    assert "Şəhla" in words_of(services.document(made, ("az", "en")))


def test_words_know_their_placeholders_and_languages(draft: CertificateDesign) -> None:
    with pytest.raises(Invalid) as raised:
        designs.write(draft, "en", {"facts": "{place}, {datum}"})
    assert "{datum}" in raised.value.fields["facts"]
    with pytest.raises(NotFound):
        designs.write(draft, "kk", {"title": "Сертификат"})
    shipped = designs.shipped(draft, "fa")
    designs.write(draft, "fa", {"title": shipped["title"], "opening": " "})
    assert draft.texts == {}


def test_languages_must_be_two_or_one_that_are_there(draft: CertificateDesign) -> None:
    for pairs in ((), ("en-en",), ("xx",), ("en-",), ("az-en-ru",), ("en",) * 13):
        with pytest.raises(Invalid):
            designs.change(draft, Look(name="A", kind="", layout="landscape", pairs=pairs))


def test_only_a_draft_changes(draft: CertificateDesign) -> None:
    designs.put_to_use(draft)
    for act in (
        lambda: designs.change(draft, LOOK),
        lambda: designs.write(draft, "en", {"title": "A"}),
        lambda: designs.add_logo(draft, upload(png()), "A", donor=True),
        lambda: designs.set_signers(draft, []),
        lambda: designs.drop(draft),
        lambda: designs.put_to_use(draft),
    ):
        with pytest.raises(Refused):
            act()
    designs.drop(designs.begin_next(draft))
    assert db.session.query(CertificateDesign).count() == 1


def test_the_history_tells_words_that_differ(draft: CertificateDesign) -> None:
    designs.write(draft, "en", {"title": "One", "opening": "Two"})
    designs.write(draft, "en", {"title": "Three", "opening": "Two"})
    entry = db.session.query(AuditEntry).filter_by(kind="certificate_design").order_by(AuditEntry.id.desc()).first()
    assert entry is not None
    assert entry.changes["texts"] == [["en.title: One"], ["en.title: Three"]]
