"""What can be done with accounts, roles and the secrets of links."""

from .accounts import (
    MIN_PASSWORD,
    change_password,
    close_account,
    confirm_by_hand,
    create_account,
    end_sign_ins,
    keep_preferences,
    reopen_account,
)
from .calendar import account_of_calendar_token, drop_calendar_token, make_calendar_token
from .claims import Claim, account_of, claim, claim_url, find_claim, may_claim, send_claim
from .deputies import DeputyPlan, end_deputy, name_deputy, speakers, spoken_for
from .entry import Entry, SignIn, sign_in
from .links import (
    ask_for_confirmation,
    ask_for_reset,
    confirm,
    find_token,
    set_password,
)
from .roles import NewRole, Scope, grant_role, revoke_role, scope_names
from .signup import SignUp, sign_up

__all__ = [
    "MIN_PASSWORD",
    "Claim",
    "DeputyPlan",
    "Entry",
    "NewRole",
    "Scope",
    "SignIn",
    "SignUp",
    "account_of",
    "account_of_calendar_token",
    "ask_for_confirmation",
    "ask_for_reset",
    "change_password",
    "claim",
    "claim_url",
    "close_account",
    "confirm",
    "confirm_by_hand",
    "create_account",
    "drop_calendar_token",
    "end_deputy",
    "end_sign_ins",
    "find_claim",
    "find_token",
    "grant_role",
    "keep_preferences",
    "make_calendar_token",
    "may_claim",
    "name_deputy",
    "reopen_account",
    "revoke_role",
    "scope_names",
    "send_claim",
    "set_password",
    "sign_in",
    "sign_up",
    "speakers",
    "spoken_for",
]
