"""How the installation is: health, plugins and their settings, background work."""
