"""What this plugin asks of the records itself."""

from sqlalchemy import Select, select

from trainhub.plugin_api.people import Centre


def centres() -> Select[Centre]:
    """Select all centres; the installation is named after the first."""
    return select(Centre).order_by(Centre.id)
