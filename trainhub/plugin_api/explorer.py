"""What an address asks of figures, for plugins with a page like the explorer's: the same words, the same filters.

`read(viewer())` gives indicator, breakdowns, period and filters as the explorer reads them, narrowed to the centres
whose figures the viewer may see; `Asked.url` gives the address with something changed.
"""

from ..reports.routes.asking import FILTERS, Asked, Choice, centres_of, read, scope_of

__all__ = ["FILTERS", "Asked", "Choice", "centres_of", "read", "scope_of"]
