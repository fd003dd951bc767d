"""What the database shows to the code that runs just now: nothing, one unit's cases, or all.

The second wall is row-level security in the database (`records/walls.py`). It asks two things of a
connection: the role that it acts in and the unit that it works for. This file says which scope is
wanted, and tells the connection just before a query, only when that differs from what it was told
last. Where nobody said anything, nothing is wanted: then no case exists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from hotline.records.models.people import Staff

TELL = (
    "SELECT set_config('role', %s, false), set_config('hotline.unit', %s, false),"
    " set_config('hotline.receipt', %s, false)"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """How much is shown: the database role to act in, and what narrows it."""

    role: str = ""
    unit: str = ""
    receipt: str = ""

    def told(self) -> list[str]:
        """The values for the connection; without a role it acts as it signed in."""
        role = f"{settings.HOTLINE_ROLES}_{self.role}" if self.role else "none"
        return [role, self.unit, self.receipt]


NOTHING = Scope()
OFFICE = Scope(role="office")
AUDIT = Scope(role="audit")

# None leaves a connection as it signed in: for the owner of the tables, whom no wall holds.
_wanted: ContextVar[Scope | None] = ContextVar("scope", default=NOTHING)


def scope_of(staff: Staff) -> Scope:
    """What a person's work needs: the office's all, a unit's own, or nothing."""
    if staff.may("see_all_cases"):
        return OFFICE
    if staff.may("see_unit_cases") and staff.department_id is not None:
        return Scope(unit=str(staff.department_id))
    return NOTHING


def enter(scope: Scope) -> None:
    """Show this much from now on, until the `showing` around it ends."""
    _wanted.set(scope)


@contextmanager
def showing(scope: Scope | None) -> Iterator[None]:
    """Show this much within a block, whatever is entered inside of it."""
    token = _wanted.set(scope)
    try:
        yield
    finally:
        _wanted.reset(token)


@contextmanager
def scoped_for(staff: Staff) -> Iterator[None]:
    """Show what `staff` may see."""
    with showing(scope_of(staff)):
        yield


@contextmanager
def everything() -> Iterator[None]:
    """Show all, for what is nobody's view: counting, intake, the worker, the commands."""
    with showing(OFFICE):
        yield


@contextmanager
def only_receipt(receipt: str) -> Iterator[None]:
    """Show how far the one case with this receipt code is, and nothing else of any case."""
    with showing(Scope(role="receipt", receipt=receipt)):
        yield


@contextmanager
def only_journals() -> Iterator[None]:
    """Show who did what and when in every journal, and no text of any case."""
    with showing(AUDIT):
        yield


@contextmanager
def as_signed_in() -> Iterator[None]:
    """Tell the connection nothing: for making the tables and the wall itself."""
    with showing(None):
        yield


class _Told:
    """What a connection was told last.

    In a transaction the setting is undone by a rollback, also by one to a savepoint. Django drops
    exactly then the callbacks that wait for the commit. So this is such a callback: while it waits
    the setting stands, and once it has been called it stands for good.
    """

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.for_good = False

    def __call__(self) -> None:
        self.for_good = True

    def stands(self, connection: BaseDatabaseWrapper) -> bool:
        return self.for_good or any(waiting[1] is self for waiting in connection.run_on_commit)


# By the driver's own connection, which outlives Django's where connections are pooled.
_told: WeakKeyDictionary[Any, _Told] = WeakKeyDictionary()


def keep_to_scope(sender: object, connection: BaseDatabaseWrapper, **_: object) -> None:
    """Have a new connection told before its queries (receiver of `connection_created`)."""
    if connection.vendor == "postgresql" and _before_query not in connection.execute_wrappers:
        connection.execute_wrappers.append(_before_query)


def _before_query(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Django calls this around every query; it adds one only where the scope has changed."""
    connection = context["connection"]
    if not connection.needs_rollback:  # else Django itself refuses the query
        tell(connection)
    return execute(sql, params, many, context)


def tell(connection: BaseDatabaseWrapper) -> None:
    """Tell the connection what is wanted, unless that is what it knows."""
    wanted, told = _wanted.get(), _told.get(connection.connection)
    if wanted is None:
        return
    if told is not None and told.scope == wanted and told.stands(connection):
        return
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        _told.pop(connection.connection, None)
        cursor.execute(TELL, wanted.told())
    told = _told[connection.connection] = _Told(wanted)
    connection.on_commit(told)
