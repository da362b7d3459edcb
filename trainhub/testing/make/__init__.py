"""Factories: `make.session(seats=1)` builds what it needs around it; a test states only what matters."""

from .certificates import CertificatesMake
from .curriculum import CurriculumMake
from .needs import NeedsMake
from .people import PeopleMake
from .registration import RegistrationMake
from .sessions import SessionsMake


class Make(NeedsMake, CertificatesMake, RegistrationMake, SessionsMake, CurriculumMake, PeopleMake):
    """All factories. Each adds to the session and flushes, so that ids are there; none commits."""
