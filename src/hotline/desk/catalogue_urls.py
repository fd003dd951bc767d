"""Addresses of the dispatch catalogue and its simulations."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import dispatch_rules as rules
from hotline.desk import dispatch_simulations as simulations

urlpatterns: list[URLPattern] = [
    path("dispatch-rules", rules.dispatch_rules, name="dispatch_rules"),
    path("dispatch-rules/try", rules.try_rules, name="dispatch_trial"),
    path("dispatch-rules/new", rules.new_rule, name="dispatch_rule_new"),
    path("dispatch-rules/file.csv", rules.file, name="dispatch_rules_file"),
    path("dispatch-rules/needs-person", rules.needs_person, name="needs_person"),
    path("dispatch-rules/simulations", simulations.simulations, name="dispatch_simulations"),
    path(
        "dispatch-rules/simulations/<uuid:run>", simulations.simulation, name="dispatch_simulation"
    ),
    path(
        "dispatch-rules/simulations/<uuid:run>/cancel",
        simulations.cancel,
        name="dispatch_simulation_cancel",
    ),
    path("dispatch-rules/<uuid:rule>", rules.rule, name="dispatch_rule"),
    path("dispatch-rules/<uuid:rule>/shift", rules.shift, name="dispatch_rule_shift"),
    path("dispatch-rules/<uuid:rule>/retire", rules.retire, name="dispatch_rule_retire"),
]
