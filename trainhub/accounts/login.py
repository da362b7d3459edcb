"""Who is making this request: loaded once, with the roles in force."""

import hashlib
import hmac
from collections.abc import Iterable
from functools import cached_property

from flask import Flask, current_app, g
from flask_login import AnonymousUserMixin, LoginManager, UserMixin

from ..hooks.types import Permission
from ..kernel import i18n, text, work
from ..kernel.db import db
from ..kernel.text import whole
from . import furniture, queries
from .models import ROLE_LABELS, Account, Role, RoleGrant

manager = LoginManager()
ORDER = (Role.ADMINISTRATOR, Role.STAFF, Role.FOCAL_POINT, Role.OBSERVER, Role.TRAINER, Role.PARTICIPANT)


class Visitor(AnonymousUserMixin):  # type: ignore[misc]
    """Somebody without an account."""

    account_id = None
    person_id = None

    def may(self, permission: str, *, centre_id: int | None = None) -> bool:
        return False

    def centres(self, permission: str) -> set[int] | None:
        return set()

    def has_role(self, role: Role) -> bool:
        return False

    def scope(self, role: str, kind: str) -> set[str]:
        return set()


class SignedIn(UserMixin):  # type: ignore[misc]
    """An account at work: what templates show of it and what it may do."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.account_id = account.id
        self.person_id = account.person_id
        self.person = account.person
        self.grants = [grant for grant in account.grants if grant.holds]

    def get_id(self) -> str:
        return f"{self.account.id}:{self.account.stamp}"

    @property
    def mark(self) -> str:
        """Return what a browser may tell this account by: it says nothing of who it is."""
        key = str(current_app.config["SECRET_KEY"]).encode()
        return hmac.new(key, f"browser:{self.account_id}".encode(), hashlib.sha256).hexdigest()[:16]

    @property
    def name(self) -> str:
        return self.person.display

    @property
    def initials(self) -> str:
        return text.initials(self.person.display)

    @property
    def email(self) -> str:
        return self.account.login

    @cached_property
    def role(self) -> Role:
        """Return the role whose home this person sees: the one that does most."""
        held = {grant.role for grant in self.grants}
        return next((role for role in ORDER if role in held), Role.PARTICIPANT)

    @property
    def role_label(self) -> str:
        return str(ROLE_LABELS[self.role])

    def has_role(self, role: Role) -> bool:
        return role == Role.PARTICIPANT or any(grant.role == role for grant in self.grants)

    def may(self, permission: str, *, centre_id: int | None = None) -> bool:
        right = _rights().get(permission)
        if right is None:
            return False
        return Role.PARTICIPANT in right.roles or any(_covers(grant, centre_id) for grant in self._granted(right))

    def centres(self, permission: str) -> set[int] | None:
        granted = list(self._granted(_rights()[permission]))
        if any(not grant.scope_kind for grant in granted):
            return None
        return {int(grant.scope_id) for grant in granted if grant.scope_kind == "centre"}

    def scope(self, role: str, kind: str) -> set[str]:
        """Return the countries or organisations (by id) a role of this person is limited to."""
        return {grant.scope_id for grant in self.grants if grant.role == role and grant.scope_kind == kind}

    def _granted(self, right: Permission) -> Iterable[RoleGrant]:
        return (grant for grant in self.grants if grant.role in right.roles)


def _covers(grant: RoleGrant, centre_id: int | None) -> bool:
    """Say whether a grant reaches a centre; without a centre any grant is enough to be let in."""
    if centre_id is None or not grant.scope_kind:
        return True
    return grant.scope_kind == "centre" and grant.scope_id == str(centre_id)


def _rights() -> dict[str, Permission]:
    rights: dict[str, Permission] = current_app.extensions["permissions"]
    return rights


def init_app(app: Flask) -> None:
    manager.init_app(app)
    manager.anonymous_user = Visitor
    manager.user_loader(load)
    i18n.account_language = lambda: g.get("account_language")
    app.before_request(_know)
    furniture.init_app(app)


def load(key: str) -> SignedIn | None:
    """Return the account of a sign-in cookie, unless it was closed or its password changed since."""
    number, _, stamp = key.partition(":")
    account = _account(whole(number, 0))
    if account is None or account.stamp != stamp or account.disabled_at is not None:
        return None
    return SignedIn(account)


def _account(number: int) -> Account | None:
    found = db.session.execute(queries.viewer(number)).unique().one_or_none()
    if found is None:
        return None
    account, g.first_centre = found
    return account


def _know() -> None:
    """Load the viewer early: language, zone and the audit log depend on who it is."""
    who = manager._load_user() or g.get("_login_user")
    if isinstance(who, SignedIn):
        g.account_language, g.viewer_zone = who.person.language, who.person.zone
        work.act_as(work.Actor(who.account_id, who.name))
    else:
        work.act_as(work.Actor())
