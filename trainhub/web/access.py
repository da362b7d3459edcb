"""Every view says who may call it; tests/contract walks them all and finds the one that forgot."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar, cast
from weakref import WeakKeyDictionary

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

View = TypeVar("View", bound=Callable[..., Any])
ACCESS: "WeakKeyDictionary[Callable[..., Any], str]" = WeakKeyDictionary()
EVERYWHERE = " everywhere"  # what ACCESS adds to a permission that must not be limited to some centres


class Viewer(Protocol):
    """Whoever looks at a page: an account, or a visitor without one."""

    @property
    def is_authenticated(self) -> bool: ...

    @property
    def account_id(self) -> int | None: ...

    @property
    def person_id(self) -> int | None: ...

    def may(self, permission: str, *, centre_id: int | None = None) -> bool:
        """Say whether a role of this viewer has the permission (in that centre, if one is named)."""

    def centres(self, permission: str) -> set[int] | None:
        """Return the centres in which the viewer has the permission; None means all."""

    def scope(self, role: str, kind: str) -> set[str]:
        """Return the countries or organisations (by id) to which a role of this viewer is limited."""


def viewer() -> Viewer:
    """Return whoever makes this request."""
    return cast("Viewer", current_user)


def public(view: View) -> View:
    """Open a view to everybody, on purpose."""
    ACCESS[view] = "public"
    return view


def signed_in(view: View) -> View:
    """Open a view to everybody with an account."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        return _sign_in_first() or cast("ResponseReturnValue", view(*args, **kwargs))

    ACCESS[guarded] = "signed_in"
    return cast("View", guarded)


def by_token(view: View) -> View:
    """Open a view to the holder of the secret in its address; the view itself checks it."""
    ACCESS[view] = "token"
    return view


def require(permission: str, *, everywhere: bool = False) -> Callable[[View], View]:
    """Open a view to those who have the permission somewhere; the view checks the object.

    `everywhere` asks for it in all centres: for what is common to them.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            first = _sign_in_first()
            if first is not None:
                return first
            if not viewer().may(permission) or (everywhere and viewer().centres(permission) is not None):
                abort(403)
            return cast("ResponseReturnValue", view(*args, **kwargs))

        ACCESS[guarded] = permission + (EVERYWHERE if everywhere else "")
        return cast("View", guarded)

    return decorate


def _sign_in_first() -> ResponseReturnValue | None:
    if viewer().is_authenticated:
        return None
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=wanted), 303)
