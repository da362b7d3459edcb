"""Where the folders beside the package lie: in a checkout, or in the wheel's copy of it."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return the folder called name: templates, migrations or curricula."""
    shipped = PACKAGE / "_shipped" / name
    return shipped if shipped.is_dir() else PACKAGE.parent / name


def plugin_folders() -> list[Path]:
    """Return the checkout's plugins folder; an installed trainhub has its plugins beside the package."""
    beside = PACKAGE.parent / "plugins"
    return [beside] if beside.is_dir() else [PACKAGE.parent]


def static() -> Path:
    return PACKAGE / "static"


def translations() -> Path:
    return PACKAGE / "translations"
