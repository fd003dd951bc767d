"""Addresses of the hot issues."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import hot_issue_acts, hot_issues

urlpatterns: list[URLPattern] = [
    path("issues", hot_issues.hot_issues, name="hot_issues"),
    path("issues/settings", hot_issue_acts.settings, name="hot_issue_settings"),
    path("issues/<uuid:issue>", hot_issues.hot_issue, name="hot_issue"),
    path("issues/<uuid:issue>/undo/<uuid:entry>", hot_issue_acts.undo, name="hot_issue_undo"),
    *(
        path(
            f"issues/<uuid:issue>/{verb}", hot_issue_acts.rule, {"verb": verb}, f"hot_issue_{verb}"
        )
        for verb in hot_issue_acts.ACTS
    ),
]
