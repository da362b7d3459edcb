"""The blueprint of the cascade as staff and focal points see it."""

from flask import Blueprint

blueprint = Blueprint("cascade", __name__, url_prefix="/cascade")
