"""Every address of the site with who may enter: the one list that a new address must join."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from hotline.api.bulk import BULK_VERBS
from hotline.desk.forms.moves import FORMS
from hotline.steps.verbs import STEPS

SEES = ("see_all_cases", "see_unit_cases")
FIGURES = ("see_figures", "count", "draft_bulletin", "publish_bulletin")
ARTICLE = {
    "submit": "write_article",
    "drop": "write_article",
    "edit": "write_article",
    "review": "review_article",
    "send_back": "review_article",
    "publish": "publish_article",
    "renew": "publish_article",
    "withdraw": "publish_article",
    "use": "read_articles",
    "correct": "ask_correction",
}
KEEPING = ("write_article", "review_article", "publish_article", "settle_correction")
BULLETINS = ("draft_bulletin", "submit_bulletin", "publish_bulletin", "withdraw_bulletin")
CATALOGUE = ("manage_dispatch_rules",)
NO_ROW = UUID(int=0)
ARGUMENTS = {
    "number": "YT20200101-000001",
    "month": "2022-04",
    "kind": "html",
    "name": "total.count",
    "item": NO_ROW,
    "run": NO_ROW,
    "row": NO_ROW,
    "notice": NO_ROW,
    "verb": "dispatch",
    "code": "flood",
    "article": "ZS000000",
    "correction": NO_ROW,
    "attachment": NO_ROW,
    "rule": NO_ROW,
}

# The arguments that are identities of rows, and so take no other text.
ROWS = frozenset(name for name, value in ARGUMENTS.items() if value == NO_ROW)

# Open to everyone, signed in or not.
PUBLIC = frozenset(
    {
        "health",
        "login",
        "logout",
        "portal:home",
        "portal:progress",
        "portal:bulletins",
        "portal:bulletin",
        "portal:bulletin_file",
        "api:openapi-json",
    }
)
# What is below /api/v1/ and leads nowhere: always 404.
NOWHERE = ""
# Open to programs with a token; what each may do there is tested with the API.
WITH_TOKEN = frozenset(
    {
        "api:api-root",
        "api:create_case",
        "api:show_case",
        "api:month_figures",
        "api:articles",
        "api:article",
        "api:correct",
        "api:attachments",
        "api:attachment",
        "api:list_cases",
        "api:case_journal",
        "api:list_verbs",
        *(f"api:{verb}" for verb in STEPS),
        *(f"api:bulk_{verb}" for verb in BULK_VERBS if verb in STEPS),
    }
)
# Open to staff who hold any one of these permits; none named means all staff.
FOR_STAFF: dict[str, tuple[str, ...]] = {
    "desk:home": (),
    "desk:topics": ("register", "classify", "manage_dispatch_rules"),
    "desk:cases": SEES,
    "desk:new_case": ("register",),
    "desk:case": SEES,
    "desk:reveal": SEES,
    **{f"desk:{verb}": SEES for verb in FORMS},
    "desk:bulk": SEES,
    "desk:notices": SEES,
    "desk:notice_seen": SEES,
    "desk:campaigns": ("switch_campaign",),
    "desk:campaign": ("switch_campaign",),
    "desk:campaign_begin": ("switch_campaign",),
    "desk:campaign_end": ("switch_campaign",),
    "desk:attach": SEES,
    "desk:attachment": SEES,
    "desk:small_picture": SEES,
    "desk:detach": SEES,
    "desk:figures": FIGURES,
    "desk:figures_of": FIGURES,
    "desk:figure": FIGURES,
    "desk:bulletins": BULLETINS,
    "desk:bulletin": BULLETINS,
    "desk:bulletin_begin": ("draft_bulletin",),
    "desk:bulletin_submit": ("submit_bulletin",),
    "desk:bulletin_return": ("publish_bulletin",),
    "desk:bulletin_publish": ("publish_bulletin",),
    "desk:bulletin_withdraw": ("withdraw_bulletin",),
    "desk:bulletin_file": BULLETINS,
    "desk:candidates": ("draft_bulletin",),
    "desk:bulletin_pick": ("draft_bulletin",),
    "desk:bulletin_rewrite": ("draft_bulletin",),
    "desk:bulletin_shift": ("draft_bulletin",),
    "desk:bulletin_drop": ("draft_bulletin",),
    "desk:imports": ("import_arrivals",),
    "desk:import_run": ("import_arrivals",),
    "desk:quarantine": ("retry_quarantine",),
    "desk:quarantined": ("retry_quarantine",),
    "desk:quarantine_open": ("retry_quarantine",),
    "desk:quarantine_drop": ("retry_quarantine",),
    "desk:articles": ("read_articles",),
    "desk:new_article": ("write_article",),
    "desk:articles_in_work": KEEPING,
    "desk:articles_expiring": KEEPING,
    "desk:article_corrections": KEEPING,
    "desk:settle_correction": ("settle_correction",),
    "desk:article": ("read_articles", *KEEPING),
    **{f"desk:article_{verb}": (permit,) for verb, permit in ARTICLE.items()},
    "desk:dispatch_rules": CATALOGUE,
    "desk:dispatch_trial": CATALOGUE,
    "desk:dispatch_rule_new": CATALOGUE,
    "desk:dispatch_rules_file": CATALOGUE,
    "desk:needs_person": ("dispatch", *CATALOGUE),
    "desk:dispatch_simulations": CATALOGUE,
    "desk:dispatch_simulation": CATALOGUE,
    "desk:dispatch_simulation_cancel": CATALOGUE,
    "desk:dispatch_rule": CATALOGUE,
    "desk:dispatch_rule_shift": CATALOGUE,
    "desk:dispatch_rule_retire": CATALOGUE,
}


@dataclass(frozen=True)
class Address:
    """One address: its name, and the arguments that its path takes."""

    name: str
    arguments: tuple[str, ...]

    def path(self, **given: object) -> str:
        """The path itself, filled with arguments of which most lead to nothing."""
        filled = {name: given.get(name, ARGUMENTS[name]) for name in self.arguments}
        return reverse(self.name, kwargs=filled)


def addresses() -> list[Address]:
    """Every named address of the site."""
    return list(_below(get_resolver().url_patterns, ()))


def _below(patterns: list[URLPattern | URLResolver], spaces: tuple[str, ...]) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inside = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _below(pattern.url_patterns, inside)
            continue
        name = ":".join((*spaces, pattern.name or str(pattern.pattern)))
        yield Address(name, tuple(re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern))))
