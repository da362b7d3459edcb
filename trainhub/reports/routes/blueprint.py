"""The blueprints of reports: its own pages, and those under a session."""

from flask import Blueprint

blueprint = Blueprint("reports", __name__, url_prefix="/reports")
heads = Blueprint("headcounts", __name__, url_prefix="/sessions/<slug>/headcount")
