"""Reading pages as a browser would: what a form sends, what a table says."""

from html.parser import HTMLParser

UNSENT = {"submit", "button", "file", "image"}


class Form(HTMLParser):
    """The fields of the first form that holds a field of a given name, as its browser would send them."""

    def __init__(self, holds: str) -> None:
        super().__init__()
        self.holds = holds
        self.fields: dict[str, list[str]] = {}
        self.done = False
        self._select = self._area = ""
        self._offered: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if self.done:
            return
        if tag == "form":
            self.fields = {}
        elif tag == "input" and name:
            self._input(name, given)
        elif tag == "select":
            self._select, self._offered = name, []
        elif tag == "option" and self._select:
            self._offered.append(given.get("value", ""))
            if "selected" in given:
                self._put(self._select, given.get("value", ""))
        elif tag == "textarea":
            self._area = name
            self._put(name, "")

    def _input(self, name: str, given: dict[str, str]) -> None:
        kind = given.get("type")
        if kind in {"checkbox", "radio"} and "checked" not in given:
            self.fields.setdefault(name, [])
        elif kind not in UNSENT:
            self._put(name, given.get("value", "on"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            if not self.done and self._select not in self.fields and self._offered:
                self._put(self._select, self._offered[0])
            self._select = ""
        elif tag == "textarea":
            self._area = ""
        elif tag == "form" and self.holds in self.fields:
            self.done = True

    def handle_data(self, data: str) -> None:
        if self._area and not self.done:
            self.fields[self._area][-1] += data.removeprefix("\n").replace("\r\n", "\n")

    def _put(self, name: str, value: str) -> None:
        self.fields.setdefault(name, []).append(value)


def form_of(page: str, holds: str) -> dict[str, list[str]]:
    """Return what the form with the field `holds` would send."""
    form = Form(holds)
    form.feed(page)
    assert form.done, f"no form has a field {holds!r}"
    return {name: values for name, values in form.fields.items() if values}


class Cells(HTMLParser):
    """The rows of the table of one class, each a list of its cells' texts."""

    def __init__(self, css: str) -> None:
        super().__init__()
        self.css, self.inside = css, False
        self.rows: list[list[str]] = []
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.inside = self.css in (dict(attrs).get("class") or "").split()
        elif self.inside and tag == "tr":
            self.rows.append([])
        elif self.inside and tag in {"td", "th"}:
            self.rows[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self.inside and self._in_cell:
            self.rows[-1][-1] = f"{self.rows[-1][-1]} {data}".strip()


def rows_of(page: str, css: str) -> list[list[str]]:
    """Return the cells of a page's table, row by row."""
    table = Cells(css)
    table.feed(page)
    return [[" ".join(cell.split()) for cell in row] for row in table.rows]
