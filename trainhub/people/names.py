"""Keys under which the spellings of one name come out alike: Əliyev, Aliyev, Алиев, ალიევი, علی‌اف.

A name is written in Latin sounds, one capital for what takes several letters elsewhere (S for sh, C for ch, J for
zh, j and dzh, T for ts), then what spellings differ in is evened out: k, g and q; o and u; a and e inside a word; y;
doubled letters; patronymics and the order of words. Persian writes few vowels: such a name has a key of consonants
("="), which is compared with the consonants of the others ("~").
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, product

LONGEST = 80
MOST = 12  # keys of one name
WORDS = 10_000  # remembered: many people share a name
FEWEST = 3  # consonants of a key that is made of nothing else

_RUSSIAN = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщыэюяё",
        "a b v G d e J z i i k l m n o p r s t u f h T C S S i e yu ya O".split(),
        strict=True,
    )
)
_CYRILLIC = _RUSSIAN | dict(
    zip("әғқңөұүһіӣӯҳҷўєїґҝҹҡҙҫ", "A g k n o u u h i i u h J u e i g g J k z s".split(), strict=True)
)
_CYRILLIC |= {"ъ": "", "ь": ""}
_GEORGIAN = dict(
    zip(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "a b g d e v z t i k l m n o p J r s t u p k g k S C T dz T C h J h".split(),
        strict=True,
    )
)
_ARMENIAN = dict(
    zip(
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
        "a b g d e z e e t J i l h T k h dz g C m y n S o C p J r s v t r T v p k o f ev".split(),
        strict=True,
    )
)
_LATIN = {"ə": "A", "ä": "A", "ı": "i", "ş": "S", "ç": "C", "ğ": "g", "x": "h", "q": "k", "ž": "J", "š": "S", "č": "C"}
_LATIN |= {"ý": "y", "ň": "n", "ø": "o", "ł": "l", "đ": "d", "ß": "s", "w": "v"}
_ONE = _CYRILLIC | _GEORGIAN | _ARMENIAN | _LATIN
_SEVERAL = [  # letters of Latin spellings that stand for one sound, the longest first
    (re.compile(found), sound)
    for found, sound in (
        ("shch|sch|sh", "S"),
        ("tch|ch", "C"),
        ("dzh|dJ|dj|zh|dş", "J"),
        ("kh", "h"),
        ("gh|Gh", "g"),
        ("ts|tz", "T"),
        ("ph", "f"),
        ("ck", "k"),
        ("ff$", "v"),
        (r"(?<=[ao])v(?=a?$)|(?<=[eo])f(?=a?$)", "v"),
    )
]
_PERSIAN = dict(
    zip(
        "بپتثجچحخدذرزژسشصضطظغفقکگلمنه",
        "b p t s J C h h d z r z J s S s z t z k f k k k l m n h".split(),
        strict=True,
    )
)
_ARABIC = re.compile("[\u0600-\u06ff]")
_WORDS = re.compile(r"[^\W\d_]+", re.UNICODE)
_APART = str.maketrans(dict.fromkeys("ʻʼ‘’'`´", "") | {"\u200c": "", "ي": "ی", "ك": "ک", "ة": "ه", "ى": "ی"})
_SON = re.compile("ogl[uyi]?|ogli|oglu|k[iy]z[iy]?|kizi")  # after the father's name, evened out below
_FATHER = re.compile(r"[ae]?(ov[iy]?C|ev[iy]?C|ovna|evna|iCna|inicna)|.+(oviC|eviC|ovna|evna|iCna)")
_VOWELS = "aeiou"


def name_keys(*names: str) -> set[str]:
    """Return the keys of a person who is written in these ways; empty ones are left out."""
    return {key[:LONGEST] for name in set(names) if name.strip() for key in _keys(name) if key}


def _keys(name: str) -> Iterator[str]:
    text = unicodedata.normalize("NFC", name).replace("İ", "i").replace("I", "i").lower().translate(_APART)
    if _ARABIC.search(text):
        yield from _consonant_keys("=", [[_of_persian(word)] for word in _WORDS.findall(text)])
        return
    heard = [_sounds(word) for word in _WORDS.findall(text)]
    words = _without_father(heard) if heard else []
    if len(words) < 2:  # one word says too little
        return
    every = [_all_spellings(word) for word in words]
    for chosen in islice(product(*every), MOST):
        yield " ".join(sorted(chosen))
    yield from _consonant_keys("~", [[_consonants(word)] for word in words])


@lru_cache(WORDS)
def _sounds(word: str) -> str:
    """Return a word in Latin sounds."""
    out = "".join(_ONE.get(c, c) for c in word.replace("дж", "ҷ").replace("ու", "u").replace("ու", "u"))
    for found, sound in _SEVERAL:
        out = found.sub(sound, out)
    return "".join(c for c in unicodedata.normalize("NFKD", out) if not unicodedata.combining(c))


def _without_father(words: list[str]) -> list[str]:
    """Leave out patronymics: "Kamal oğlu", "Kamal qızı", and -ovich, -ovna where two other words are left."""
    sons = [bool(_SON.fullmatch(word.lower())) for word in words]
    enough = len(words) - sum(sons) > 2
    before = [*sons[1:], False]  # the word that stands before "son of" names the father
    kept = [word for word, son, father in zip(words, sons, before, strict=True) if not son and not (father and enough)]
    named = [word for word in kept if not _FATHER.fullmatch(word)]
    return named if len(named) >= 2 else kept


@lru_cache(WORDS)
def _all_spellings(word: str) -> list[str]:
    return sorted(set(_spellings(word)))


def _spellings(word: str) -> Iterator[str]:
    """Yield a word evened out; letters that are read in two ways give two."""
    ways = [_READ.get(c, c) for c in word]
    ways[0] = "ae" if word[0] == "A" else ways[0]
    for chosen in islice(product(*ways), 8):
        yield _even("".join(chosen))


_READ = {"c": "JCk", "O": "oe", "G": "gh", "A": "a"}  # Ё is written Е, and Г stands for H, too


def _even(word: str) -> str:
    word = re.sub("y(?=[aeou])", "", re.sub("iy(?=[aeiou])|ij(?=[aeo])", "i", word))
    word = word.replace("j", "J").replace("y", "i")
    word = re.sub("(?<=[aeou])i(?=[aeou])", "", word)
    word = re.sub("[gq]", "k", word).replace("u", "o").replace("h$", "")
    word = word[0] + word[1:].replace("e", "a")
    word = re.sub(r"(.)\1+", r"\1", word)
    return re.sub("(?<=.{2})h$", "", word)


@lru_cache(WORDS)
def _consonants(word: str) -> str:
    """Return what Persian writes of a word: no vowels, v at the ends only, no h at the end."""
    even = _even(re.sub("[AO]", "a", word).replace("c", "J").replace("G", "g"))
    even = re.sub("(?<=.)v(?=.*[^aeoiv])", "", even)
    return re.sub(r"(.)\1+", r"\1", re.sub("h$", "", re.sub("[aeiou]", "", even)))


def _of_persian(word: str) -> str:
    out = re.sub("(?<=.)[او]?ف(?=ا?$)", "v", word)
    out = re.sub("^و", "v", out)
    out = re.sub("ه$", "", out)
    return re.sub(r"(.)\1+", r"\1", "".join(_PERSIAN.get(c, c if c == "v" else "") for c in out))


def _consonant_keys(mark: str, words: Iterable[list[str]]) -> Iterator[str]:
    kept = [word[0] for word in words if word[0]]
    if len(kept) > 1 and sum(map(len, kept)) >= FEWEST:
        yield mark + " ".join(sorted(kept))
