"""What is asked of the tables of sessions."""

from sqlalchemy import Select, select

from .models import Format


def format_keys() -> Select[tuple[str]]:
    return select(Format.key)
