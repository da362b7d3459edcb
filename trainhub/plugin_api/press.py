"""Documents as PDF, for plugins: typst source of the plugin's own, facts as JSON, the centre's fonts.

    PRESS = cache(lambda: Press(LAYOUT.read_bytes()))
    body = PRESS().print({"title": …}, clock.now())

A layout imports "/kernel/letters.typ" for its families and `say()`; facts come as JSON in `sys.inputs.data`.
"""

from ..kernel.press import Press

__all__ = ["Press"]
