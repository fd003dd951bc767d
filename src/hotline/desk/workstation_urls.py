"""Addresses of the call-taker's workstation."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import finders, softphone, workstation, workstation_beside, workstation_calls

urlpatterns: list[URLPattern] = [
    path("workstation", workstation.workstation, name="workstation"),
    path("workstation/beside", workstation_beside.beside, name="workstation_beside"),
    path("workstation/caller", workstation_beside.caller, name="workstation_caller"),
    path("workstation/bar", workstation_calls.bar, name="call_bar"),
    path("workstation/incoming", workstation_calls.incoming, name="call_incoming"),
    path("workstation/turn/<str:to>", workstation_calls.turn, name="call_turn"),
    path("workstation/calls/<uuid:call>/<str:verb>", workstation_calls.act, name="call_act"),
    path("workstation/softphone", softphone.mine, name="softphone"),
    path("find/<str:what>", finders.find, name="find"),
]
