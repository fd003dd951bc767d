"""Every model under one name."""

from hotline.records.models.arrivals import ImportRun, Quarantined
from hotline.records.models.bulletins import (
    Bulletin,
    BulletinEntry,
    BulletinFile,
    BulletinItem,
    Figures,
    Form,
)
from hotline.records.models.cases import Assignment, Callback, Case, Citizen, Contact
from hotline.records.models.journal import JournalEntry, Reveal
from hotline.records.models.people import ApiToken, Role, Staff
from hotline.records.models.reference import (
    BulletinLine,
    CalendarDay,
    Campaign,
    Channel,
    Department,
    DepartmentName,
    ImportMapping,
    Kind,
    Office,
    TimeLimit,
    Topic,
    TopicTree,
)

__all__ = [
    "ApiToken",
    "Assignment",
    "Bulletin",
    "BulletinEntry",
    "BulletinFile",
    "BulletinItem",
    "BulletinLine",
    "CalendarDay",
    "Callback",
    "Campaign",
    "Case",
    "Channel",
    "Citizen",
    "Contact",
    "Department",
    "DepartmentName",
    "Figures",
    "Form",
    "ImportMapping",
    "ImportRun",
    "JournalEntry",
    "Kind",
    "Office",
    "Quarantined",
    "Reveal",
    "Role",
    "Staff",
    "TimeLimit",
    "Topic",
    "TopicTree",
]
