"""The blueprint that the pages of questionnaires share."""

from flask import Blueprint

blueprint = Blueprint("questionnaires", __name__)
