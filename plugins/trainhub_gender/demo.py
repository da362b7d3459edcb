"""What the demonstration gets: last year's statistics, published as staff would."""

from datetime import date

from trainhub.plugin_api.disclosure import Actor

from . import annual


def publish_last_year(day: date) -> None:
    """Publish the statistics of the year before the demonstration's today."""
    annual.publish_now(day.year - 1, annual.sole_centre(), Actor(None, "Demonstration"))
