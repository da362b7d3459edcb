"""The blueprint of all pages of this plugin."""

from flask import Blueprint

blueprint = Blueprint("gender", __name__)
