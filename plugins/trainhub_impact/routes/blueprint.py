"""The blueprint all pages of this plugin hang on."""

from flask import Blueprint

blueprint = Blueprint("impact", __name__, static_folder=None)
