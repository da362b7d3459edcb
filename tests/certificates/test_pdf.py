"""The printed certificate: what can be read back from the file, and what is refused."""

import json
import re
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from trainhub.certificates.pdf import (
    LAYOUTS,
    Attachment,
    CertificateFacts,
    Design,
    DoesNotFit,
    Logo,
    MissingGlyph,
    Picture,
    Signatory,
    render,
)
from trainhub.certificates.wording import WORDINGS, facts
from trainhub.certificates.wording.az import azerbaijani_year
from trainhub.certificates.wording.own import shipped, unknown
from trainhub.certificates.wording.persian import PersianDay, persian
from trainhub.certificates.wording.tk import turkmen_ordinal
from trainhub.kernel.qr import draw

from .pictures import png

CERTIFICATE = CertificateFacts(
    number="RTCM-2026-004217",
    code="7KQ4-M2XV-9R3T",
    kind="participation",
    name="Gülçöhrə Əliağa qızı İsmayılzadə",
    name_lang="az",
    second_name="",
    titles={
        "en": "Identification and Referral of Vulnerable Migrants",
        "az": "Həssas vəziyyətdə olan miqrantların müəyyən edilməsi və yönləndirilməsi",
        "ru": "Выявление уязвимых мигрантов и их перенаправление",
        "tk": "Gowşak ýagdaýdaky migrantlary ýüze çykarmak we ugrukdyrmak",
        "ka": "მოწყვლადი მიგრანტების იდენტიფიცირება და გადამისამართება",
        "kk": "Осал жағдайдағы мигранттарды анықтау және бағыттау",
        "fa": "شناسایی و ارجاع مهاجران آسیب‌پذیر",
    },
    place={"en": "Baku", "az": "Bakı", "ru": "Баку", "tk": "Baku", "ka": "ბაქო", "kk": "Баку", "fa": "باکو"},
    first_day=date(2026, 10, 12),
    last_day=date(2026, 10, 14),
    hours=18,
    modules={
        "en": ("4 Human rights of migrants", "7 Counter-trafficking"),
        "az": ("4 Miqrantların insan hüquqları", "7 İnsan alverinə qarşı mübarizə"),
        "ru": ("4 Права человека мигрантов", "7 Противодействие торговле людьми"),
        "tk": ("4 Migrantlaryň adam hukuklary", "7 Adam söwdasyna garşy göreş"),
    },
    format={"en": "policy dialogue", "az": "siyasət dialoqu", "ru": "политический диалог", "tk": "gepleşik"},
    levels={"en": "intermediate", "az": "orta", "ru": "средний", "tk": "orta"},
    organisers={
        "en": ("Regional Training Centre on Migration", "Partner Organisation"),
        "az": ("Miqrasiya üzrə Regional Təlim Mərkəzi", "Tərəfdaş təşkilat"),
        "ru": ("Региональный учебный центр по миграции", "Организация-партнёр"),
        "tk": ("Migrasiýa boýunça sebitleýin okuw merkezi", "Hyzmatdaş gurama"),
    },
    centre={
        "en": "Regional Training Centre on Migration",
        "az": "Miqrasiya üzrə Regional Təlim Mərkəzi",
        "ru": "Региональный учебный центр по миграции",
        "tk": "Migrasiýa boýunça sebitleýin okuw merkezi",
    },
    issued=date(2026, 10, 15),
    expires=None,
    signatories=(
        Signatory(
            "Rəşad Məmmədov",
            {
                "en": "Director of the Centre",
                "az": "Mərkəzin direktoru",
                "ru": "Директор Центра",
                "tk": "Merkeziň müdiri",
            },
        ),
    ),
    verify_url="trainhub.example/certificates/verify/7KQ4-M2XV-9R3T",
    qr_text="https://trainhub.example/certificates/verify/7KQ4-M2XV-9R3T",
)
NAMES = {
    "az": "Gülçöhrə Əliağa qızı İsmayılzadə",
    "ru": "Щербакова Алёна Юрьевна",
    "tk": "Ogulgerek Çaryýewa Gurbanmyrat gyzy Ňýž",
    "ka": "გიორგი მაისურაძე",
    "kk": "Қасымжомарт Әбдіғаппарұлы Төлегенов",
    "fa": "علی‌رضا حسینی‌پور تبریزی",
}
PAIRS = [("az", "ru"), ("tk", "ka"), ("kk", "en"), ("fa", "en")]
LONG_NAME = "Абдурахмангаджиева-Константинопольская Екатерина-Анастасия Вячеславовна"
LONG_TITLE = (
    "Управление миграционными процессами на границе: выявление уязвимых категорий мигрантов,"
    " процедуры перенаправления и межведомственное взаимодействие в пунктах пропуска"
)


def run(*command: str | Path) -> str:
    """Run a PDF tool; it must be content with the file."""
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def text_of(made: bytes, folder: Path) -> str:
    """Return what pdftotext reads: one line, without joiners and direction marks, which it moves."""
    file = folder / "certificate.pdf"
    file.write_bytes(made)
    return bare(run("pdftotext", "-enc", "UTF-8", file, "-"))


def bare(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return " ".join(re.sub("[\u200c\u200e\u200f\u202a-\u202e]", "", composed).split())


def fields(output: str) -> dict[str, str]:
    """Return `Key:   value` lines as a dictionary."""
    return dict(re.findall(r"^([^:\n]+):[ \t]*(.*)$", output, re.MULTILINE))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("pair", PAIRS, ids="/".join)
def test_names_and_titles_can_be_read_back_letter_by_letter(pair: tuple[str, str], layout: str, tmp_path: Path) -> None:
    for script, name in NAMES.items():
        made = replace(CERTIFICATE, name=name, name_lang=script, design=Design(layout=layout))
        read = text_of(render(made, pair), tmp_path)
        assert bare(name) in read
        for language in pair:
            # two columns: a line of one stands between two lines of the other, so words are compared
            assert set(bare(CERTIFICATE.titles[language]).split()) <= set(read.split())
            assert bare(WORDINGS[language].kinds["participation"].title) in read
            hours = facts(language, CERTIFICATE.place[language], date(2026, 10, 12), date(2026, 10, 14), 18)[-1]
            assert hours.split(" ", 1)[-1] in read
        for told in ("RTCM-2026-004217", "2026-10-15", "7KQ4-M2XV-9R3T"):
            assert told in read


def test_a_checker_of_readable_files_finds_nothing(tmp_path: Path) -> None:
    roles = {"en": "Lead Trainer", "fa": "مربی ارشد"}
    signed = (Signatory("Nigar Rza", roles, Picture(png(), "image/png")), CERTIFICATE.signatories[0])
    logos = tuple(
        Logo(Picture(png(shade=shade), "image/png"), {"en": f"Body {shade}"}, shade > 2) for shade in (1, 3, 5)
    )
    rich = replace(CERTIFICATE, signed=True, expires=date(2029, 1, 1), signatories=signed)
    cases = {
        "plain.pdf": (CERTIFICATE, ("az", "ru")),
        "rich.pdf": (rich, ("ka", "kk")),
        "upright.pdf": (
            replace(rich, design=Design("portrait", logos=logos), name=NAMES["fa"], name_lang="fa"),
            ("fa", "en"),
        ),
    }
    for name, (made, pair) in cases.items():
        (tmp_path / name).write_bytes(render(made, pair))
        assert "No syntax or stream encoding errors found" in run("qpdf", "--check", tmp_path / name)
    files = [tmp_path / name for name in cases]
    checker = Path(sys.executable).with_name("outloud")
    report = json.loads(run(checker, "--fail-on", "never", "--json", "-", "-q", *files))
    found = {(Path(one["path"]).name, each["rule"]) for one in report["results"] for each in one["findings"]}
    assert len(report["results"]) == len(cases)
    # several shapes of one Persian letter are one character: that is right
    assert found <= {("upright.pdf", "TXT-004")}


@pytest.mark.parametrize("pair", PAIRS, ids="/".join)
def test_the_file_is_sound_tagged_and_carries_its_fonts(pair: tuple[str, str], tmp_path: Path) -> None:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(render(CERTIFICATE, pair))
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", file)
    info = fields(run("pdfinfo", "-isodates", file))
    assert info["Pages"] == "1"
    assert info["Tagged"] == "yes"
    assert "A4" in info["Page size"]
    assert info["Title"].endswith("RTCM-2026-004217")
    assert CERTIFICATE.name not in info["Title"]
    assert info["CreationDate"].startswith("2026-10-15")
    meta = run("pdfinfo", "-meta", file)
    assert re.search(r"pdfaid:part\W+3\b", meta)
    assert re.search(r"pdfuaid:part\W+1\b", meta)
    fonts = run("pdffonts", file).splitlines()[2:]
    assert fonts
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts), fonts


def test_a_signed_file_says_so_and_carries_its_badge_and_a_long_code(tmp_path: Path) -> None:
    badge, numbers = b'{"name": "\xc6\x8fliyev"}', bytes(range(256))
    file = tmp_path / "certificate.pdf"
    made = replace(
        CERTIFICATE,
        signed=True,
        qr_text=f"https://trainhub.example/v#{2**1280}",  # a payload of 160 bytes
        attachments=(
            Attachment("credential.json", "application/ld+json", badge, "Open Badge"),
            Attachment("raw.bin", "application/octet-stream", numbers),
        ),
    )
    read = text_of(render(made, ("az", "en")), tmp_path)
    assert "Signed digitally" in read
    assert WORDINGS["az"].signed in read
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", file)
    run("pdfdetach", "-saveall", "-o", tmp_path, file)
    assert (tmp_path / "credential.json").read_bytes() == badge
    assert (tmp_path / "raw.bin").read_bytes() == numbers


def test_a_number_behind_the_address_is_coded_as_digits() -> None:
    plain, packed = (draw(f"https://trainhub.example/v#{tail}").quiet for tail in ("x" * 386, "1" * 386))
    assert round(4 / packed - 8) == 57  # version 10
    assert round(4 / plain - 8) > 65


@pytest.mark.parametrize("pair", PAIRS, ids="/".join)
def test_the_document_speaks_its_first_language(pair: tuple[str, str], tmp_path: Path) -> None:
    plain, file = tmp_path / "plain.pdf", tmp_path / "certificate.pdf"
    file.write_bytes(render(CERTIFICATE, pair))
    run("qpdf", "--qdf", "--object-streams=disable", file, plain)
    catalog = re.search(rb"/Lang \((\w+)\)[^<>]*?(?:<<[^<>]*>>[^<>]*?)*/Type /Catalog", plain.read_bytes())
    assert catalog
    assert catalog[1].decode() == pair[0]


def test_a_certificate_can_speak_one_language(tmp_path: Path) -> None:
    read = text_of(render(CERTIFICATE, ("az",)), tmp_path)
    assert CERTIFICATE.titles["az"] in read
    assert "Certificate" not in read


def test_every_ordered_pair_of_languages_can_be_printed() -> None:
    for first in WORDINGS:
        for second in WORDINGS:
            assert render(CERTIFICATE, (first, second)).startswith(b"%PDF-")


def test_what_the_certificate_is_stands_on_it(tmp_path: Path) -> None:
    read = text_of(render(CERTIFICATE, ("en", "ru")), tmp_path)
    assert "it is not a diploma or a qualification" in read
    assert "не является дипломом" in read
    for stated in ("18 training hours", "policy dialogue", "intermediate", "4 Human rights of migrants"):
        assert stated in read
    assert "Partner Organisation" in read


def test_long_names_and_titles_stay_on_one_page(tmp_path: Path) -> None:
    assert (len(LONG_NAME), len(LONG_TITLE)) == (71, 166)
    signatory = CERTIFICATE.signatories[0]
    long = replace(
        CERTIFICATE,
        name=LONG_NAME,
        name_lang="ru",
        second_name="Yekaterina-Anastasiya Abdurakhmangadzhiyeva-Konstantinopolskaya",
        titles={"ru": LONG_TITLE, "en": CERTIFICATE.titles["en"]},
        modules={code: tuple(f"{n} Module number {n} of the course" for n in range(1, 21)) for code in WORDINGS},
        signatories=(signatory, replace(signatory, name="Marta Nowak-Lindqvist")),
        expires=date(2029, 10, 14),
    )
    read = text_of(render(long, ("ru", "en")), tmp_path)
    assert LONG_NAME in read
    assert set(LONG_TITLE.split()) <= set(read.split())
    assert "Modules: 1, 2, 3" in read
    assert "2029-10-14" in read
    assert fields(run("pdfinfo", tmp_path / "certificate.pdf"))["Pages"] == "1"


def test_a_long_single_word_is_not_broken(tmp_path: Path) -> None:
    name = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaft"
    assert name in text_of(render(replace(CERTIFICATE, name=name), ("en", "az")), tmp_path)


def test_what_no_page_can_hold_is_refused() -> None:
    with pytest.raises(DoesNotFit):
        render(replace(CERTIFICATE, name="W" * 200), ("en", "az"))
    with pytest.raises(DoesNotFit):
        render(replace(CERTIFICATE, titles={"en": "Migration management " * 120}), ("en", "az"))


def test_the_same_facts_give_the_same_bytes() -> None:
    first = render(CERTIFICATE, ("en", "az"))
    render(replace(CERTIFICATE, name="Someone Else"), ("en", "az"))
    assert render(CERTIFICATE, ("en", "az")) == first
    assert render(replace(CERTIFICATE, number="RTCM-2026-004218"), ("en", "az")) != first


def test_threads_get_their_own_certificates(tmp_path: Path) -> None:
    people = [f"Person Number{n}" for n in "ABCDEFGH"]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda name: render(replace(CERTIFICATE, name=name), ("en", "az")), people))
    for name, document in zip(people, made, strict=True):
        assert name in text_of(document, tmp_path)


@pytest.mark.parametrize("name", ["王小明", "Anna 王"])
def test_a_name_without_glyphs_is_refused(name: str) -> None:
    with pytest.raises(MissingGlyph, match="Latin letters") as raised:
        render(replace(CERTIFICATE, name=name), ("en", "az"))
    assert set(raised.value.text) <= set(name)


def test_an_armenian_name_is_printed(tmp_path: Path) -> None:
    name = "Զաբել Եսայան"
    assert name in text_of(render(replace(CERTIFICATE, name=name, name_lang="hy"), ("en", "az")), tmp_path)


@pytest.mark.parametrize("name", ['#panic("x")', '#read("/etc/passwd")', "$x^2$ *a* _b_ `c`", '"] \\ // @label <tag>'])
def test_facts_are_text_and_never_source(name: str, tmp_path: Path) -> None:
    assert name in text_of(render(replace(CERTIFICATE, name=name), ("en", "az")), tmp_path)


def test_dates_follow_the_language() -> None:
    days = date(2026, 10, 12), date(2026, 10, 14)
    months = date(2026, 10, 30), date(2026, 11, 3)
    years = date(2026, 12, 30), date(2027, 1, 3)
    assert facts("en", "Baku", *days, 18) == ("held in Baku on 12–14 October 2026", "18 training hours")
    assert facts("en", "", *months, 1) == ("held online from 30 October to 3 November 2026", "1 training hour")
    assert facts("az", "Bakı", *days, 18) == ("Bakı", "12–14 oktyabr 2026-cı il", "18 təlim saatı")
    assert facts("az", "Bakı", *years, 7.5)[1:] == ("30 dekabr 2026-cı il – 3 yanvar 2027-ci il", "7,5 təlim saatı")
    assert facts("ru", "", *months, 21) == ("онлайн", "30 октября – 3 ноября 2026 года", "21 учебный час")
    assert facts("tk", "Aşgabat", *days, 18)[1] == "2026-njy ýylyň 12–14-nji oktýabry"
    assert facts("tk", "Aşgabat", *years, 18)[1] == "2026-njy ýylyň 30-njy dekabry – 2027-nji ýylyň 3-nji ýanwary"
    assert facts("tk", "Aşgabat", date(2027, 4, 6), date(2027, 4, 6), 6)[1] == "2027-nji ýylyň 6-njy apreli"


def test_hours_agree_in_number() -> None:
    day = date(2026, 10, 12)
    spoken = {hours: facts("ru", "Баку", day, day, hours)[-1] for hours in (1, 2, 5, 11, 21, 32, 1.5)}
    assert spoken == {
        1: "1 учебный час",
        2: "2 учебных часа",
        5: "5 учебных часов",
        11: "11 учебных часов",
        21: "21 учебный час",
        32: "32 учебных часа",
        1.5: "1,5 учебного часа",
    }


def test_ordinals_take_the_ending_of_the_spoken_number() -> None:
    assert [azerbaijani_year(year) for year in (2026, 2027, 2029, 2030, 2033, 2040, 2100)] == [
        "2026-cı",
        "2027-ci",
        "2029-cu",
        "2030-cu",
        "2033-cü",
        "2040-cı",
        "2100-cü",
    ]
    assert [turkmen_ordinal(number) for number in (1, 6, 9, 10, 18, 20, 30, 2021, 2030)] == [
        "1-nji",
        "6-njy",
        "9-njy",
        "10-njy",
        "18-nji",
        "20-nji",
        "30-njy",
        "2021-nji",
        "2030-njy",
    ]


def test_persian_days_are_those_of_the_persian_calendar() -> None:
    assert [persian(date(*day)) for day in ((2025, 3, 20), (2025, 3, 21), (2026, 10, 12), (2030, 3, 20))] == [
        PersianDay(1403, 12, 30),  # 1403 was a leap year
        PersianDay(1404, 1, 1),
        PersianDay(1405, 7, 20),
        PersianDay(1408, 12, 30),
    ]
    assert facts("fa", "باکو", date(2026, 10, 12), date(2026, 10, 14), 18) == (
        "باکو",
        "۲۰ تا ۲۲ مهر ۱۴۰۵ (۱۲ تا ۱۴ اکتبر ۲۰۲۶)",
        "۱۸ ساعت آموزشی",
    )


def test_all_languages_say_the_same_things() -> None:
    days = date(2026, 10, 30), date(2026, 11, 3)
    for language, wording in WORDINGS.items():
        assert set(wording.kinds) == {"participation", "completion", "trainer", "tot"}
        for said in [wording.notice, *(kind.notice for kind in wording.kinds.values() if kind.notice)]:
            assert said.count(f"{wording.semicolon} ") == 1
        assert "{}" in wording.hours["other"]
        told = shipped(language, "tot", {})
        assert {"{place}", "{dates}", "{hours}"} <= set(re.findall(r"\{\w+\}", told["facts"]))
        assert not unknown(" ".join(told.values()))
        assert len({wording.span(*days), wording.span(days[0], days[0]), wording.span(days[0], date(2027, 1, 3))}) == 3
        assert unicodedata.normalize("NFC", repr(wording)) == repr(wording)
