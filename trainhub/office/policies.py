"""Who may look after the installation."""

PLUGINS = "office.plugins"
SETTINGS = "office.settings"
