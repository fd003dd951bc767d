"""Addresses of the bulletin studio: family/period[/unit], and what is done there."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from hotline.desk import bulletin_candidates as candidates
from hotline.desk import bulletin_checks, bulletin_comments, bulletin_items, bulletins
from hotline.rules.editions import ADDRESS

HERE = rf"^bulletins/(?P<at>{ADDRESS})"
ITEM = rf"{HERE}/items/(?P<item>[0-9a-f-]{{36}})"

urlpatterns: list[URLPattern] = [
    path("bulletins", bulletins.bulletins, name="bulletins"),
    path("bulletins/new", bulletins.begin_any, name="bulletin_new"),
    re_path(rf"{HERE}/begin$", bulletins.begin, name="bulletin_begin"),
    re_path(rf"{HERE}/submit$", bulletins.submit, name="bulletin_submit"),
    re_path(rf"{HERE}/approve$", bulletins.approve, name="bulletin_approve"),
    re_path(rf"{HERE}/return$", bulletins.return_draft, name="bulletin_return"),
    re_path(rf"{HERE}/publish$", bulletins.publish, name="bulletin_publish"),
    re_path(rf"{HERE}/withdraw$", bulletins.withdraw, name="bulletin_withdraw"),
    re_path(rf"{HERE}/correct$", bulletins.correct, name="bulletin_correct"),
    re_path(rf"{HERE}/moment$", bulletins.moment, name="bulletin_moment"),
    re_path(rf"{HERE}/file\.(?P<kind>[a-z]+)$", bulletins.file, name="bulletin_file"),
    re_path(rf"{HERE}/candidates$", candidates.found, name="candidates"),
    re_path(rf"{HERE}/pick$", bulletin_items.pick, name="bulletin_pick"),
    re_path(rf"{HERE}/pick-group$", candidates.pick_group, name="bulletin_pick_group"),
    re_path(rf"{HERE}/pick-case$", candidates.pick_case, name="bulletin_pick_case"),
    re_path(rf"{HERE}/clear$", bulletin_checks.clear, name="bulletin_clear"),
    re_path(rf"{HERE}/replace$", bulletin_checks.replace, name="bulletin_replace"),
    re_path(rf"{HERE}/comment$", bulletin_comments.comment, name="bulletin_comment"),
    re_path(rf"{HERE}/settle$", bulletin_comments.settle, name="bulletin_settle"),
    re_path(rf"{HERE}/bring-back$", bulletin_items.bring_back, name="bulletin_bring_back"),
    re_path(rf"{ITEM}$", bulletin_items.rewrite, name="bulletin_rewrite"),
    re_path(rf"{ITEM}/here$", bulletin_items.here, name="bulletin_here"),
    re_path(rf"{ITEM}/versions$", bulletin_items.versions, name="bulletin_versions"),
    re_path(rf"{ITEM}/shift$", bulletin_items.shift, name="bulletin_shift"),
    re_path(rf"{ITEM}/drop$", bulletin_items.drop, name="bulletin_drop"),
    re_path(rf"{HERE}$", bulletins.bulletin, name="bulletin"),
]
