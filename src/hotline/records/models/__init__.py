"""Every model under one name."""

from hotline.records.models.accounts import (
    Authenticator,
    Delegation,
    RecoveryCode,
    StaffSession,
)
from hotline.records.models.advice import AdviceTally, DispatchCount, DispatchLesson
from hotline.records.models.arrivals import ImportRun, Quarantined
from hotline.records.models.attachments import Attachment
from hotline.records.models.boards import EditionMail, Subscription, WallScreen
from hotline.records.models.bulletins import (
    Bulletin,
    BulletinEntry,
    BulletinFile,
    BulletinItem,
    Figures,
    Form,
)
from hotline.records.models.calling import CallPlan
from hotline.records.models.calls import (
    AgentTurn,
    Call,
    CallEvent,
    CallQueue,
    MissedCaller,
    MissedEntry,
    Seat,
)
from hotline.records.models.cases import (
    Assignment,
    Callback,
    Case,
    Citizen,
    Contact,
    Outreach,
)
from hotline.records.models.citizens_site import (
    CitizenAccount,
    HeldPicture,
    PhoneCode,
    VisitMark,
)
from hotline.records.models.clocks import Clock, Extension, Notice
from hotline.records.models.drafts import Draft
from hotline.records.models.engines import EngineEntry, EngineSetting, ReaderMark
from hotline.records.models.exchange import ExchangeNonce, ExchangePart
from hotline.records.models.exports import Export
from hotline.records.models.finding import CaseWords
from hotline.records.models.following import CitizenWish, PublicAnswer
from hotline.records.models.guesses import CaseGuess, EngineModel, GuessWeek, LearningRun
from hotline.records.models.hot_issues import HotIssue, HotIssueCase, HotIssueEntry, WordSeen
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
from hotline.records.models.ledger import DayCell, Posting
from hotline.records.models.lists import ListChoice, SavedFilter
from hotline.records.models.measures import MeasureDefinition
from hotline.records.models.model_calls import ModelCall
from hotline.records.models.open_data import OpenDataFile
from hotline.records.models.oversight import Conference, Instruction, Supervision
from hotline.records.models.people import ApiToken, Role, Staff, StaffEntry
from hotline.records.models.phrases import PhraseText
from hotline.records.models.places import CasePlace, Place, UnknownPlace
from hotline.records.models.quality import QualityCheck, QualitySample, QualityScore
from hotline.records.models.reaching import Outgoing, Reach
from hotline.records.models.recognised import Recognised
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
    Road,
    TimeLimit,
    Topic,
    TopicTree,
)
from hotline.records.models.reference_entries import PlannedChange, ReferenceEntry
from hotline.records.models.reply_checks import Promise, ReplyCheck
from hotline.records.models.roads import Amendment, Delivery, Inbound, RoadEntry
from hotline.records.models.sameness import (
    CasePrint,
    MarkCount,
    SameEvent,
    SameEventCase,
    SameMatter,
)
from hotline.records.models.sheets import SheetRun
from hotline.records.models.softphones import Softphone
from hotline.records.models.studio import BulletinClearing, BulletinComment, BulletinItemText
from hotline.records.models.suspicions import (
    Suspicion,
    SuspicionPiece,
    SuspicionRuling,
    SuspicionRun,
)
from hotline.records.models.talking import Comment, CommentText
from hotline.records.models.texting import TextStop
from hotline.records.models.wechat import Conversation

__all__ = [
    "AdviceTally",
    "AgentTurn",
    "Amendment",
    "ApiToken",
    "Article",
    "ArticleEntry",
    "ArticleUse",
    "ArticleVersion",
    "Assignment",
    "Attachment",
    "Authenticator",
    "Bulletin",
    "BulletinClearing",
    "BulletinComment",
    "BulletinEntry",
    "BulletinFile",
    "BulletinItem",
    "BulletinItemText",
    "BulletinLine",
    "CalendarDay",
    "Call",
    "CallEvent",
    "CallPlan",
    "CallQueue",
    "Callback",
    "Campaign",
    "Case",
    "CaseGuess",
    "CasePlace",
    "CasePrint",
    "CaseWords",
    "Channel",
    "Citizen",
    "CitizenAccount",
    "CitizenWish",
    "Clock",
    "Comment",
    "CommentText",
    "Conference",
    "Contact",
    "Conversation",
    "Correction",
    "DayCell",
    "Delegation",
    "Delivery",
    "Department",
    "DepartmentName",
    "DispatchCount",
    "DispatchLesson",
    "DispatchRule",
    "DispatchSimulation",
    "Draft",
    "EditionMail",
    "EngineEntry",
    "EngineModel",
    "EngineSetting",
    "ExchangeNonce",
    "ExchangePart",
    "Export",
    "Extension",
    "Figures",
    "Form",
    "GuessWeek",
    "HeldPicture",
    "HotIssue",
    "HotIssueCase",
    "HotIssueEntry",
    "ImportMapping",
    "ImportRun",
    "Inbound",
    "Instruction",
    "JournalEntry",
    "Kind",
    "LearningRun",
    "ListChoice",
    "MarkCount",
    "MeasureDefinition",
    "MissedCaller",
    "MissedEntry",
    "ModelCall",
    "Notice",
    "Office",
    "OpenDataFile",
    "Outgoing",
    "Outreach",
    "PhoneCode",
    "PhraseText",
    "Place",
    "PlannedChange",
    "Posting",
    "Promise",
    "PublicAnswer",
    "QualityCheck",
    "QualitySample",
    "QualityScore",
    "Quarantined",
    "Reach",
    "ReaderMark",
    "Recognised",
    "RecoveryCode",
    "ReferenceEntry",
    "ReplyCheck",
    "Return",
    "Reveal",
    "Road",
    "RoadEntry",
    "Role",
    "Ruling",
    "SameEvent",
    "SameEventCase",
    "SameMatter",
    "SavedFilter",
    "Seat",
    "SheetRun",
    "SimulatedMove",
    "Softphone",
    "Staff",
    "StaffEntry",
    "StaffSession",
    "Subscription",
    "Supervision",
    "Suspicion",
    "SuspicionPiece",
    "SuspicionRuling",
    "SuspicionRun",
    "TextStop",
    "TimeLimit",
    "Topic",
    "TopicTree",
    "UnknownPlace",
    "VisitMark",
    "WallScreen",
    "WordSeen",
]
