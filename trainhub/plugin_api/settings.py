"""What the administrator decided: `settings.get("<plugin>", key, session)`."""

from ..office.services import get, values

__all__ = ["get", "values"]
