"""The office's people: staff, their roles, the tokens of programs that act for them, and what was
done to accounts, which is appended and never edited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from hotline.records.models.reference import Department
from hotline.rules.delegation import may_be_lent
from hotline.rules.permits import permits_of


class Role(models.Model):
    """岗位: a named set of permits, edited as data."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    permits = ArrayField(models.CharField(max_length=40), default=list)
    order = models.IntegerField(default=0)

    class Meta:
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.name


class StaffManager(BaseUserManager["Staff"]):
    """Finds a person by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> Staff:
        """The person called `username`, for Django's sign-in."""
        return self.get(username=username)


class Staff(AbstractBaseUser):
    """A person who works with the hotline; `department` is their unit, empty for the office.

    `must_change_password` says that somebody else knows the password, `has_second_factor` that one
    is asked for at sign-in, `sso_subject` who this is to the city's own sign-in. Until `lent_until`
    the person stands in for somebody. `version` counts the changes of the account.
    """

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True)
    roles = models.ManyToManyField(Role, blank=True)
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)
    has_second_factor = models.BooleanField(default=False)
    sso_subject = models.CharField(max_length=400, blank=True, default="")
    lent_until = models.DateField(null=True, blank=True)
    version = models.IntegerField(default=0)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = StaffManager()

    def __str__(self) -> str:
        return self.name

    @property
    def permits(self) -> frozenset[str]:
        """All permits of this person, their own and what is lent to them; read once per request."""
        held: frozenset[str] | None = getattr(self, "_permits", None)
        if held is None:
            held = self.own_permits | self.lent.keys()
            self._permits = held
        return held

    @property
    def own_permits(self) -> frozenset[str]:
        """The permits of this person's roles."""
        if not self.is_active:
            return frozenset()
        return permits_of(role.permits for role in self.roles.all())

    @property
    def lent(self) -> Mapping[str, Staff]:
        """The permits that the person has today only in the place of somebody, each with whose it
        is; whoever stands in for nobody costs no query."""
        lent: Mapping[str, Staff] | None = getattr(self, "_lent", None)
        if lent is None:
            today = timezone.localdate()
            stands_in = self.lent_until is not None and self.lent_until >= today
            lent = self._lent_on(today) if stands_in and self.is_active else {}
            self._lent = lent
        return lent

    def _lent_on(self, day: date) -> Mapping[str, Staff]:
        """What is lent inside one unit, or inside the office, and may be held beside one's own."""
        running = self.stood_in.filter(
            ended_at=None,
            starts_on__lte=day,
            ends_on__gte=day,
            lender__is_active=True,
            lender__department=self.department_id,
        )
        lent: dict[str, Staff] = {}
        for row in (
            running.select_related("lender").prefetch_related("lender__roles").order_by("pk")
        ):
            held = self.own_permits | lent.keys()
            for permit in may_be_lent(row.permits, of=row.lender.own_permits, beside=held):
                lent[permit] = row.lender
        return lent

    def may(self, permit: str) -> bool:
        """Whether one of this person's roles carries `permit`."""
        return permit in self.permits

    def narrow(self, scopes: Iterable[str]) -> None:
        """Have the person in hand do no more than `scopes`, and never more than their roles."""
        self._permits = self.permits & frozenset(scopes)


class ApiToken(models.Model):
    """A program's key to the API, kept as a digest; it acts as `staff`.

    `scopes` are the permits it is limited to, empty for all of its person's. It is good through
    the day `expires_on`. `last_used_at` is exact to a minute.
    """

    staff = models.ForeignKey(Staff, models.CASCADE)
    name = models.CharField(max_length=100)
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    scopes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)


class StaffEntry(models.Model):
    """One thing done to an account, or a sign-in with it: who, when, which verb, to whom.

    `before` and `after` hold what changed of name, unit, roles and being active, in the words of
    that day; never a password. An export of the journals is nobody's account's: `whom` is empty.
    """

    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    whom = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    verb = models.CharField(max_length=30)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        indexes = (
            models.Index(fields=("at",), name="staffentry_at"),
            models.Index(fields=("by", "at"), name="staffentry_by"),
            models.Index(fields=("whom", "at"), name="staffentry_whom"),
        )
