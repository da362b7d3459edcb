"""What every installation begins with: countries, country groups, stakeholder categories.

Sources: the list of 13 countries and the categories of the needs assessment (R-033, R-034, R-110 to R-122);
Council of Europe membership by its own register (the Russian Federation left on 16 March 2022).
"""

from datetime import date

from ..kernel.i18n import lazy_gettext as _l

MEMBERS = {
    "AZ": "Asia/Baku",
    "BY": "Europe/Minsk",
    "GE": "Asia/Tbilisi",
    "IR": "Asia/Tehran",
    "KZ": "Asia/Almaty",
    "KG": "Asia/Bishkek",
    "MD": "Europe/Chisinau",
    "RU": "Europe/Moscow",
    "TJ": "Asia/Dushanbe",
    "TR": "Europe/Istanbul",
    "TM": "Asia/Ashgabat",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
}
OTHERS = {
    "AF": "Asia/Kabul",
    "AL": "Europe/Tirane",
    "AM": "Asia/Yerevan",
    "AT": "Europe/Vienna",
    "BE": "Europe/Brussels",
    "BG": "Europe/Sofia",
    "CH": "Europe/Zurich",
    "CZ": "Europe/Prague",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "FI": "Europe/Helsinki",
    "FR": "Europe/Paris",
    "GB": "Europe/London",
    "HU": "Europe/Budapest",
    "IT": "Europe/Rome",
    "KR": "Asia/Seoul",
    "LT": "Europe/Vilnius",
    "LV": "Europe/Riga",
    "MA": "Africa/Casablanca",
    "NL": "Europe/Amsterdam",
    "PK": "Asia/Karachi",
    "PL": "Europe/Warsaw",
    "RO": "Europe/Bucharest",
    "SE": "Europe/Stockholm",
    "SK": "Europe/Bratislava",
    "US": "America/New_York",
}
WEEKENDS = {"IR": [3, 4]}  # Thursday afternoon and Friday; 0 is Monday

GROUPS: dict[str, tuple[dict[str, str], dict[str, tuple[date, date | None]]]] = {
    "council-of-europe": (
        {"en": "Council of Europe", "az": "Avropa Şurası", "ru": "Совет Европы", "tk": "Ýewropa Geňeşi"},
        {
            "AL": (date(1995, 7, 13), None),
            "AZ": (date(2001, 1, 25), None),
            "GE": (date(1999, 4, 27), None),
            "MD": (date(1995, 7, 13), None),
            "RU": (date(1996, 2, 28), date(2022, 3, 16)),
            "TR": (date(1950, 4, 13), None),
            "UA": (date(1995, 11, 9), None),
        },
    ),
    "members": (
        {"en": "Countries of the centre", "az": "Mərkəzin ölkələri", "ru": "Страны центра", "tk": "Merkeziň ýurtlary"},
        {code: (date(2021, 1, 1), None) for code in MEMBERS},
    ),
}

# code -> (parent, titles); the order is the order of lists
CATEGORIES: dict[str, tuple[str | None, dict[str, str]]] = {
    "all-stakeholders": (
        None,
        {
            "en": "All stakeholders",
            "az": "Bütün maraqlı tərəflər",
            "ru": "Все заинтересованные стороны",
            "tk": "Ähli gyzyklanýan taraplar",
        },
    ),
    "government": (
        "all-stakeholders",
        {"en": "Government", "az": "Hökumət", "ru": "Государственные органы", "tk": "Döwlet edaralary"},
    ),
    "ministry": ("government", {"en": "Ministry", "az": "Nazirlik", "ru": "Министерство", "tk": "Ministrlik"}),
    "agency": (
        "government",
        {
            "en": "Agency or service",
            "az": "Agentlik və ya xidmət",
            "ru": "Агентство или служба",
            "tk": "Agentlik ýa-da gulluk",
        },
    ),
    "statistics-office": (
        "government",
        {"en": "Statistics office", "az": "Statistika idarəsi", "ru": "Орган статистики", "tk": "Statistika edarasy"},
    ),
    "local-government": (
        "government",
        {
            "en": "Local self-government",
            "az": "Yerli özünüidarəetmə",
            "ru": "Местное самоуправление",
            "tk": "Ýerli öz-özüňi dolandyryş",
        },
    ),
    "parliament": ("government", {"en": "Parliament", "az": "Parlament", "ru": "Парламент", "tk": "Mejlis"}),
    "court": ("government", {"en": "Court", "az": "Məhkəmə", "ru": "Суд", "tk": "Kazyýet"}),
    "ombudsman": ("government", {"en": "Ombudsman", "az": "Ombudsman", "ru": "Омбудсмен", "tk": "Ombudsmen"}),
    "csos": (
        "all-stakeholders",
        {
            "en": "Civil society organisations",
            "az": "Vətəndaş cəmiyyəti təşkilatları",
            "ru": "Организации гражданского общества",
            "tk": "Raýat jemgyýeti guramalary",
        },
    ),
    "ngo": (
        "csos",
        {
            "en": "Non-governmental organisation",
            "az": "Qeyri-hökumət təşkilatı",
            "ru": "Неправительственная организация",
            "tk": "Hökümete degişli däl gurama",
        },
    ),
    "migrant-associations": (
        "csos",
        {
            "en": "Migrant association",
            "az": "Miqrant assosiasiyası",
            "ru": "Ассоциация мигрантов",
            "tk": "Migrantlar birleşigi",
        },
    ),
    "diaspora": (
        "csos",
        {
            "en": "Diaspora representatives",
            "az": "Diaspora nümayəndələri",
            "ru": "Представители диаспоры",
            "tk": "Diasporanyň wekilleri",
        },
    ),
    "academia": (
        "all-stakeholders",
        {
            "en": "Academia",
            "az": "Ali təhsil müəssisələri",
            "ru": "Академические круги",
            "tk": "Ýokary okuw mekdepleri",
        },
    ),
    "media": (
        "all-stakeholders",
        {
            "en": "Media",
            "az": "Media qurumları",
            "ru": "Средства массовой информации",
            "tk": "Köpçülikleýin habar beriş serişdeleri",
        },
    ),
    "private-sector": (
        "all-stakeholders",
        {"en": "Private sector", "az": "Özəl sektor", "ru": "Частный сектор", "tk": "Hususy pudak"},
    ),
    "international-organisations": (
        "all-stakeholders",
        {
            "en": "International organisations",
            "az": "Beynəlxalq təşkilatlar",
            "ru": "Международные организации",
            "tk": "Halkara guramalar",
        },
    ),
    "young-people": ("all-stakeholders", {"en": "Young people", "az": "Gənclər", "ru": "Молодёжь", "tk": "Ýaşlar"}),
    "young-students": (
        "young-people",
        {"en": "Young students", "az": "Gənc tələbələr", "ru": "Студенческая молодёжь", "tk": "Ýaş talyplar"},
    ),
    "young-migrants": (
        "young-people",
        {"en": "Young migrants", "az": "Gənc miqrantlar", "ru": "Молодые мигранты", "tk": "Ýaş migrantlar"},
    ),
}
GOVERNMENT = "government"
EVERYBODY = "all-stakeholders"
MEDIA = "media"

# what an affiliation says of somebody's work; the codes are those by which the curriculum addresses people
LEVELS: dict[str, str] = {
    "policy-makers": _l("Policy makers"),
    "practitioners": _l("Practitioners"),
    "researchers": _l("Researchers"),
}
# languages that names of persons and organisations are written in
NAME_LANGUAGES = (
    "az",
    "be",
    "de",
    "en",
    "es",
    "fa",
    "fr",
    "hy",
    "it",
    "ka",
    "kk",
    "ko",
    "ky",
    "lt",
    "lv",
    "nl",
    "pl",
    "ps",
    "ro",
    "ru",
    "sq",
    "sv",
    "tg",
    "tk",
    "tr",
    "uk",
    "uz",
)
