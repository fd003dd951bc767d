"""The case and what hangs on it: who asked, how it arrived, who handles it, what they said."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.calls import Call
from hotline.records.models.citizens_site import CitizenAccount
from hotline.records.models.people import Staff
from hotline.records.models.reference import Campaign, Channel, Department, Kind, Road, Topic


class Citizen(models.Model):
    """诉求人. Name, phone and home are sealed; the phone is found by its blind index."""

    id = IdentityField()
    name_sealed = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(null=True)
    home_sealed = models.BinaryField(null=True)
    phone_index = models.BinaryField(max_length=32, null=True, db_index=True)
    phone_tail_index = models.BinaryField(max_length=32, null=True, db_index=True)
    form_of_address = models.CharField(max_length=10, blank=True, default="")
    account = models.CharField(max_length=100, blank=True, default="")
    created_at = models.DateTimeField()


class Contact(models.Model):
    """One arrival: a call, a letter, a message of a platform. A contact is not yet a case.

    `road` is the connection that it came by and is answered on; `return_sealed` what the adapter
    needs for that. `board` is the sender's own (市委书记、市长), `revision` the newest
    version of the sender's text that is known. `code_digest` knows again the secret code that
    the citizen got with the receipt, `code_tries` counts the wrong ones since `code_tried_at`;
    `account` is the citizen's own, where they were signed in on the citizens' site.
    """

    id = IdentityField()
    channel = models.ForeignKey(Channel, models.PROTECT, db_index=False)
    key = models.CharField(max_length=200)
    digest = models.BinaryField(max_length=32)
    arrived_at = models.DateTimeField()
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    citizen = models.ForeignKey(Citizen, models.PROTECT, null=True)
    external_number = models.CharField(max_length=200, blank=True, default="")
    external_due_at = models.DateTimeField(null=True, blank=True)
    title = models.CharField(max_length=500, blank=True, default="")
    text = models.TextField(blank=True, default="")
    raw_sealed = models.BinaryField(null=True)
    road = models.ForeignKey(Road, models.PROTECT, null=True, related_name="+", db_index=False)
    return_sealed = models.BinaryField(null=True)
    board = models.CharField(max_length=100, blank=True, default="")
    revision = models.IntegerField(default=0)
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, db_index=False)
    outcome = models.CharField(max_length=40, blank=True, default="")
    case = models.ForeignKey("Case", models.PROTECT, null=True, related_name="contacts")
    call = models.ForeignKey(
        Call, models.PROTECT, null=True, related_name="contacts", db_index=False
    )
    code_digest = models.BinaryField(max_length=32, null=True)
    code_tries = models.SmallIntegerField(default=0)
    code_tried_at = models.DateTimeField(null=True)
    account = models.ForeignKey(
        CitizenAccount, models.SET_NULL, null=True, related_name="contacts", db_index=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("channel", "key"), name="contact_once_per_key"),
        )
        indexes = (
            models.Index(
                fields=("arrived_at",),
                include=("channel", "campaign", "received_at"),
                name="contact_arrived",
            ),
            models.Index(
                fields=("call",), condition=models.Q(call__isnull=False), name="contact_of_call"
            ),
            models.Index(
                fields=("road", "external_number"),
                condition=models.Q(road__isnull=False),
                name="contact_of_road",
            ),
            models.Index(
                fields=("account", "-arrived_at"),
                condition=models.Q(account__isnull=False),
                name="contact_of_account",
            ),
        )


class Case(models.Model):
    """工单: one matter of one citizen on its way from registering to closing.

    Changed only by `steps/moving.py`; `version` counts its moves and equals its journal entries,
    `moved_at` is when the last one was made. `closed_as` says how it ended (`rules/life.Ending`),
    `repeats` the earlier case whose progress was told instead, `joined_to` the case that is
    handled for both, `split_from` the one of whose several matters this is one. `seen_by` are the
    units that may see it, those above them included: it follows from the assignments, from
    `confidential` and from `accused` (the units reported), and is all that both walls of access
    ask. `stepped_aside` are the people of the office who are kept out of it for a conflict of
    interest. `owes_back` says that something it came by wants to be answered there.
    """

    id = IdentityField()
    number = models.CharField(max_length=30, unique=True)
    receipt = models.CharField(max_length=20, unique=True)
    version = models.IntegerField(default=0)
    status = models.CharField(max_length=30)
    channel = models.ForeignKey(Channel, models.PROTECT, db_index=False)
    citizen = models.ForeignKey(Citizen, models.PROTECT, null=True)
    external_number = models.CharField(max_length=200, blank=True, default="")
    title = models.CharField(max_length=500)
    text = models.TextField()
    place = models.CharField(max_length=500, blank=True, default="")
    kind = models.ForeignKey(Kind, models.PROTECT, null=True, db_index=False)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, db_index=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, db_index=False)
    urgency = models.CharField(max_length=20, default="ordinary")
    confidential = models.BooleanField(default=False)
    accused = ArrayField(models.BigIntegerField(), default=list, blank=True)
    stepped_aside = ArrayField(models.BigIntegerField(), default=list, blank=True)
    seen_by = ArrayField(models.BigIntegerField(), default=list, blank=True)
    lead = models.ForeignKey(Department, models.PROTECT, null=True, db_index=False)
    registered_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True, default="")
    closed_as = models.CharField(max_length=20, blank=True, default="")
    repeats = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="repeated_by", db_index=False
    )
    joined_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="joined")
    split_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="split_into")
    shelved_until = models.DateField(null=True)
    owes_back = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(fields=("status", "due_at"), name="case_status_due"),
            GinIndex(fields=("seen_by",), name="case_seen_by"),
            models.Index(fields=("lead", "status", "due_at"), name="case_lead_status"),
            models.Index(fields=("lead", "accepted_at"), name="case_lead_accepted"),
            models.Index(fields=("-registered_at",), name="case_newest"),
            models.Index(fields=("accepted_at",), name="case_accepted"),
            models.Index(
                fields=("closed_at",),
                name="case_closed",
                condition=models.Q(closed_at__isnull=False),
            ),
            models.Index(
                fields=("repeats", "registered_at"),
                name="case_repeats",
                condition=models.Q(repeats__isnull=False),
            ),
            GinIndex(fields=("text",), name="case_text_words", opclasses=("gin_trgm_ops",)),
            GinIndex(fields=("title",), name="case_title_words", opclasses=("gin_trgm_ops",)),
            GinIndex(fields=("place",), name="case_place_words", opclasses=("gin_trgm_ops",)),
            models.Index(
                fields=("external_number",),
                name="case_external_number",
                condition=~models.Q(external_number=""),
            ),
            models.Index(fields=("due_at",), name="case_due"),
            models.Index(
                fields=("-registered_at",),
                name="case_confidential",
                condition=models.Q(confidential=True),
            ),
        )

    def __str__(self) -> str:
        return self.number


class Assignment(models.Model):
    """交办: one unit's share of a case, from being given to being finished.

    `part` is lead 主办, assisting 协办, or below: passed down by the unit of `above` to one of its
    own. `bound` is given by a ruling and cannot be returned. `ended_as` says how a finished one
    ended: replied, overtaken, returned, ruled_away, recalled, joined, withdrawn.
    """

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments", db_index=False)
    department = models.ForeignKey(Department, models.PROTECT, db_index=False)
    part = models.CharField(max_length=10, default="lead")
    above = models.ForeignKey("self", models.PROTECT, null=True, related_name="below")
    round = models.IntegerField(default=1)
    bound = models.BooleanField(default=False)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    note = models.TextField(blank=True, default="")
    sign_due_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    due_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    handling = models.TextField(blank=True, default="")
    answer = models.TextField(blank=True, default="")
    is_true = models.BooleanField(null=True)
    beyond_remit = models.BooleanField(null=True)
    contacted_at = models.DateTimeField(null=True)
    solved = models.BooleanField(null=True)
    reason_unsolved = models.CharField(max_length=500, blank=True, default="")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    finished_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case",),
                condition=models.Q(part="lead", finished_at__isnull=True),
                name="one_open_lead_per_case",
            ),
        )
        indexes = (
            models.Index(fields=("case", "given_at"), name="assignment_of_case"),
            models.Index(
                fields=("replied_at",),
                name="assignment_replied",
                condition=models.Q(replied_at__isnull=False),
            ),
            # Of a unit: its open shares by their deadline, and those that it finished lately.
            models.Index(fields=("department", "finished_at", "due_at"), name="assignment_of_unit"),
        )


class Outreach(models.Model):
    """联系诉求人: one try of a unit to reach the citizen; the number is sealed.

    `other_number` is set where the number that was dialled is not the caller's own.
    """

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="outreaches", db_index=False)
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    reached = models.BooleanField()
    dialled_sealed = models.BinaryField(null=True)
    other_number = models.BooleanField(default=False)
    note = models.TextField(blank=True, default="")

    class Meta:
        indexes = (
            models.Index(fields=("case", "at"), name="outreach_of_case"),
            models.Index(fields=("at",), name="outreach_at"),
        )


class Callback(models.Model):
    """回访: one try to reach the citizen. Handling and the hotline's service are rated apart.

    `other_number` is set where the number that was dialled is not the caller's own; `own_hand`
    where nobody rang: the citizen wrote the rating on the citizens' site.
    """

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="callbacks", db_index=False)
    tried_at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    reached = models.BooleanField()
    solved = models.CharField(max_length=10, blank=True, default="")
    handling_rating = models.CharField(max_length=20, blank=True, default="")
    service_rating = models.CharField(max_length=20, blank=True, default="")
    dialled_sealed = models.BinaryField(null=True)
    other_number = models.BooleanField(default=False)
    own_hand = models.BooleanField(default=False)
    note = models.TextField(blank=True, default="")

    class Meta:
        indexes = (
            models.Index(fields=("case", "tried_at"), name="callback_of_case"),
            models.Index(fields=("tried_at",), name="callback_tried"),
        )
