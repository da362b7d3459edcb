"""How columns of meeting logs are called, in English, Russian, Azerbaijani and Turkish, and which tool says it so."""

import re
from collections.abc import Sequence

from ..kernel.text import fold

_SAID: dict[str, str] = {
    "name": "name|full name|display name|participant|participant name|attendee|attendee name|user name|"
    "имя|полное имя|фио|участник|имя участника|отображаемое имя|имя пользователя|пользователь|"
    "ad|tam ad|ad soyad|soyad ad|iştirakçı|iştirakçının adı|göstərilən ad|istifadəçi adı|"
    "adı soyadı|katılımcı|katılımcı adı|görünen ad|kullanıcı adı|isim",
    "first": "first name|given name|adı",
    "last": "last name|surname|family name|фамилия|soyad|soyadı",
    "email": "email|e mail|user email|email address|e mail address|attendee email|participant email|"
    "электронная почта|адрес электронной почты|электронная почта пользователя|эл почта|почта|"
    "e poçt|e poçt ünvanı|elektron poçt|elektron poçt ünvanı|istifadəçinin e poçtu|"
    "e posta|e posta adresi|eposta|kullanıcı e postası",
    "upn": "participant id|идентификатор участника|iştirakçı id|katılımcı kimliği",
    "join": "join time|joined|joined at|time joined|join date|время входа|время присоединения|время подключения|"
    "присоединился|qoşulma vaxtı|qoşulma zamanı|giriş vaxtı|qoşulub|katılma zamanı|katılım zamanı|katılma saati|"
    "giriş zamanı",
    "leave": "leave time|left|left at|time left|time exited|exit time|время выхода|время отключения|время ухода|вышел|"
    "ayrılma vaxtı|çıxış vaxtı|tərk etmə vaxtı|ayrılma zamanı|ayrılış zamanı|ayrılma saati|çıkış zamanı",
    "start": "start time|session start time",  # what older Webex calls them
    "end": "end time|session end time",
    "date": "date|session date|дата|tarix|tarih",
    "first_join": "first join|first join time|первое присоединение|время первого присоединения|первый вход|"
    "ilk qoşulma|ilk qoşulma vaxtı|ilk katılma|ilk katılım|ilk katılma zamanı",
    "last_leave": "last leave|last leave time|последний выход|время последнего выхода|последний уход|"
    "son ayrılma|son çıxış|son ayrılma vaxtı|son ayrılma zamanı|son ayrılış",
    "duration": "duration|total duration|in meeting duration|meeting duration|attendance duration|time in call|"
    "time in session|длительность|продолжительность|общая длительность|общая продолжительность|"
    "продолжительность участия|длительность участия|продолжительность собрания|время в собрании|"
    "müddət|ümumi müddət|iştirak müddəti|görüşdəki müddət|süre|toplam süre|katılım süresi|toplantı süresi|"
    "toplantıdaki süre|toplantı içi süre",
    "action": "user action|action|действие пользователя|действие|istifadəçi hərəkəti|hərəkət|kullanıcı eylemi|"
    "kullanıcı işlemi|eylem",
    "moment": "timestamp|time stamp|метка времени|отметка времени|vaxt möhürü|zaman damgası",
    "waiting": "in waiting room|в зале ожидания|gözləmə otağında|bekleme odasında",
}
_TOOLS: dict[str, tuple[str, ...]] = {  # a word that only this tool's heads have
    "Microsoft Teams": ("user action", "first join", "last leave", "first join time", "in meeting duration"),
    "Webex": ("attendee email", "attendance duration", "audio type", "connection type"),
    "Google Meet": ("time exited", "time joined"),
    "Zoom": ("in waiting room", "guest", "user email", "recording consent", "recording disclaimer response"),
}
_ASIDE = re.compile(r"\([^)]*\)")
_NO_WORD = re.compile(r"[\W_]+")
_SECONDS = re.compile(r"\((?:seconds?|sec|секунды?|сек|saniyə|saniye)\.?\)", re.IGNORECASE)
LEAVING = ("left", "вышел", "вышла", "покинул", "ayril", "terk", "cixdi", "cikti", "выш", "поки")


def norm(text: str) -> str:
    """Return a head as it is compared: folded, without what stands in brackets and without signs."""
    return _NO_WORD.sub(" ", fold(_ASIDE.sub(" ", text))).strip()


_FIELDS = {norm(word): field for field, words in _SAID.items() for word in words.split("|")}


def columns(cells: Sequence[str]) -> dict[str, int]:
    """Return field -> place for the cells of a row that could be a head; the first of each counts."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        field = _FIELDS.get(norm(cell)) if cell else None
        if field is not None:
            found.setdefault(field, place)
    if "last" in found and "first" not in found and "name" in found:  # "Имя", "Фамилия": a name in two columns
        found["first"] = found.pop("name")
    elif "first" in found and "last" not in found and "name" not in found:
        found["name"] = found.pop("first")
    return found


def is_head(found: dict[str, int]) -> bool:
    """Say whether columns are those of people with their times; the summary of a meeting names nobody."""
    times = {"join", "first_join", "start", "duration"} & found.keys() or {"action", "moment"} <= found.keys()
    return bool(times) and bool({"name", "first"} & found.keys())


def in_seconds(cell: str) -> bool:
    """Say whether the head of a duration says that it counts seconds."""
    return bool(_SECONDS.search(cell))


def tool_of(heads: Sequence[str]) -> str:
    """Return which tool writes such heads; "" for none that is known."""
    said = {norm(head) for head in heads}
    return next((tool for tool, words in _TOOLS.items() if said & set(words)), "")
