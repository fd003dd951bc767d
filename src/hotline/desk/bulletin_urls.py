"""Addresses of the bulletin studio: family/period[/unit], and what is done there."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import bulletin_candidates as candidates
from hotline.desk import bulletin_checks, bulletin_comments, bulletins
from hotline.desk import bulletin_items as items

HERE = "bulletins/<where:at>"
ITEM = f"{HERE}/items/<uuid:item>"

urlpatterns: list[URLPattern] = [
    path("bulletins", bulletins.bulletins, name="bulletins"),
    path("bulletins/new", bulletins.begin_any, name="bulletin_new"),
    path("bulletins/people", bulletins.people, name="bulletin_people"),
    path(f"{HERE}/begin", bulletins.begin, name="bulletin_begin"),
    path(f"{HERE}/submit", bulletins.submit, name="bulletin_submit"),
    path(f"{HERE}/approve", bulletins.approve, name="bulletin_approve"),
    path(f"{HERE}/return", bulletins.return_draft, name="bulletin_return"),
    path(f"{HERE}/publish", bulletins.publish, name="bulletin_publish"),
    path(f"{HERE}/withdraw", bulletins.withdraw, name="bulletin_withdraw"),
    path(f"{HERE}/correct", bulletins.correct, name="bulletin_correct"),
    path(f"{HERE}/moment", bulletins.moment, name="bulletin_moment"),
    path(f"{HERE}/file.<str:kind>", bulletins.file, name="bulletin_file"),
    path(f"{HERE}/candidates", candidates.found, name="candidates"),
    path(f"{HERE}/pick", items.pick, name="bulletin_pick"),
    path(f"{HERE}/pick-group", candidates.pick_group, name="bulletin_pick_group"),
    path(f"{HERE}/pick-issue", candidates.pick_issue, name="bulletin_pick_issue"),
    path(f"{HERE}/pick-case", candidates.pick_case, name="bulletin_pick_case"),
    path(f"{HERE}/clear", bulletin_checks.clear, name="bulletin_clear"),
    path(f"{HERE}/replace", bulletin_checks.replace, name="bulletin_replace"),
    path(f"{HERE}/comment", bulletin_comments.comment, name="bulletin_comment"),
    path(f"{HERE}/settle", bulletin_comments.settle, name="bulletin_settle"),
    path(f"{HERE}/bring-back", items.bring_back, name="bulletin_bring_back"),
    path(ITEM, items.rewrite, name="bulletin_rewrite"),
    path(f"{ITEM}/here", items.here, name="bulletin_here"),
    path(f"{ITEM}/versions", items.versions, name="bulletin_versions"),
    path(f"{ITEM}/shift", items.shift, name="bulletin_shift"),
    path(f"{ITEM}/drop", items.drop, name="bulletin_drop"),
    path(HERE, bulletins.bulletin, name="bulletin"),
]
