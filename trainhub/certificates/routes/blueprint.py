"""The blueprint that the pages of certificates share."""

from flask import Blueprint

blueprint = Blueprint("certificates", __name__)
