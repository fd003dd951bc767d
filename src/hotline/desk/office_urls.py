"""Addresses of figures, imports and the quarantine."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import campaigns, figures, imports, quarantine

urlpatterns: list[URLPattern] = [
    path("figures", figures.latest, name="figures"),
    path("figures/<str:month>", figures.figures, name="figures_of"),
    path("figures/<str:month>/<str:name>", figures.behind, name="figure"),
    path("figures/<str:month>/<str:name>/changes", figures.changes, name="figure_changes"),
    path("campaigns", campaigns.campaigns, name="campaigns"),
    path("campaigns/new", campaigns.begin, name="campaign_begin"),
    path("campaigns/<slug:code>", campaigns.switch, name="campaign"),
    path("campaigns/<slug:code>/end", campaigns.end, name="campaign_end"),
    path("imports", imports.imports, name="imports"),
    path("imports/<uuid:run>", imports.import_run, name="import_run"),
    path("quarantine", quarantine.quarantine, name="quarantine"),
    path("quarantine/<uuid:row>", quarantine.quarantined, name="quarantined"),
    path("quarantine/<uuid:row>/open", quarantine.opened, name="quarantine_open"),
    path("quarantine/<uuid:row>/drop", quarantine.drop, name="quarantine_drop"),
]
