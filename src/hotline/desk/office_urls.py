"""Addresses of figures, bulletins, imports and the quarantine."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import bulletin_items, bulletins, campaigns, figures, imports, quarantine

urlpatterns: list[URLPattern] = [
    path("figures", figures.latest, name="figures"),
    path("figures/<str:month>", figures.figures, name="figures_of"),
    path("figures/<str:month>/<str:name>", figures.behind, name="figure"),
    path("figures/<str:month>/<str:name>/changes", figures.changes, name="figure_changes"),
    path("bulletins", bulletins.bulletins, name="bulletins"),
    path("bulletins/<str:month>", bulletins.bulletin, name="bulletin"),
    path("bulletins/<str:month>/begin", bulletins.begin, name="bulletin_begin"),
    path("bulletins/<str:month>/submit", bulletins.submit, name="bulletin_submit"),
    path("bulletins/<str:month>/return", bulletins.return_draft, name="bulletin_return"),
    path("bulletins/<str:month>/publish", bulletins.publish, name="bulletin_publish"),
    path("bulletins/<str:month>/withdraw", bulletins.withdraw, name="bulletin_withdraw"),
    path("bulletins/<str:month>/file.<str:kind>", bulletins.file, name="bulletin_file"),
    path("bulletins/<str:month>/candidates", bulletin_items.found, name="candidates"),
    path("bulletins/<str:month>/pick", bulletin_items.pick, name="bulletin_pick"),
    path(
        "bulletins/<str:month>/items/<uuid:item>", bulletin_items.rewrite, name="bulletin_rewrite"
    ),
    path(
        "bulletins/<str:month>/items/<uuid:item>/shift", bulletin_items.shift, name="bulletin_shift"
    ),
    path("bulletins/<str:month>/items/<uuid:item>/drop", bulletin_items.drop, name="bulletin_drop"),
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
