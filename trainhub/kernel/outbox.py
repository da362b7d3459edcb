"""The slot in the door through which features that stand before messages/ post their mails.

messages/ puts its own service here when it is loaded, as accounts/ does with the account's language.
"""

from typing import Any, Protocol


class Post(Protocol):
    """Queue one mail to one person in the present transaction; see messages.services.post."""

    def __call__(
        self,
        kind: str,
        person: Any,
        *,
        key: str,
        centre_id: int | None = None,
        secret: bool = False,
        address: str = "",
        **context: Any,
    ) -> object: ...


def _nobody(kind: str, person: Any, **_context: Any) -> object:
    raise RuntimeError(f"nobody takes mails yet ({kind})")


_post: Post = _nobody


def delivered_by(post: Post) -> None:
    """Say who takes the mails from here on."""
    global _post
    _post = post


def post(kind: str, person: Any, *, key: str, **context: Any) -> object:
    """Queue one mail: `key` names its fact, so that the fact is told once."""
    return _post(kind, person, key=key, **context)
