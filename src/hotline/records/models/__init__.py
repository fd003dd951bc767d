"""Every model under one name."""

from hotline.records.models.accounts import (
    Authenticator,
    Delegation,
    RecoveryCode,
    StaffSession,
)
from hotline.records.models.arrivals import ImportRun, Quarantined
from hotline.records.models.attachments import Attachment
from hotline.records.models.bulletins import (
    Bulletin,
    BulletinEntry,
    BulletinFile,
    BulletinItem,
    Figures,
    Form,
)
from hotline.records.models.cases import (
    Assignment,
    Callback,
    Case,
    Citizen,
    Contact,
    Outreach,
)
from hotline.records.models.clocks import Clock, Extension, Notice
from hotline.records.models.journal import JournalEntry, Reveal
from hotline.records.models.jurisdiction import (
    DispatchRule,
    DispatchSimulation,
    Return,
    Ruling,
    SimulatedMove,
)
from hotline.records.models.knowledge import (
    Article,
    ArticleEntry,
    ArticleUse,
    ArticleVersion,
    Correction,
)
from hotline.records.models.oversight import Conference, Instruction, Supervision
from hotline.records.models.people import ApiToken, Role, Staff, StaffEntry
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
    "Article",
    "ArticleEntry",
    "ArticleUse",
    "ArticleVersion",
    "Assignment",
    "Attachment",
    "Authenticator",
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
    "Clock",
    "Conference",
    "Contact",
    "Correction",
    "Delegation",
    "Department",
    "DepartmentName",
    "DispatchRule",
    "DispatchSimulation",
    "Extension",
    "Figures",
    "Form",
    "ImportMapping",
    "ImportRun",
    "Instruction",
    "JournalEntry",
    "Kind",
    "Notice",
    "Office",
    "Outreach",
    "Quarantined",
    "RecoveryCode",
    "Return",
    "Reveal",
    "Role",
    "Ruling",
    "SimulatedMove",
    "Staff",
    "StaffEntry",
    "StaffSession",
    "Supervision",
    "TimeLimit",
    "Topic",
    "TopicTree",
]
