"""Addresses of the supervisor's desk and the leader's desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import leader, oversight, suspicions

urlpatterns: list[URLPattern] = [
    path("oversight", oversight.oversight, name="oversight"),
    path("oversight/cases", oversight.behind, name="oversight_cases"),
    path("oversight/stuck", oversight.stuck_cases, name="oversight_stuck"),
    path("oversight/suspicions", suspicions.suspicions, name="suspicions"),
    path("oversight/suspicions/find", suspicions.find, name="suspicions_find"),
    path("oversight/suspicions/<uuid:suspicion>", suspicions.suspicion, name="suspicion"),
    path("leader", leader.leader, name="leader"),
    path("leader/cases", leader.behind, name="leader_cases"),
    path("leader/cases/<str:number>/instruct", leader.instruct, name="leader_instruct"),
]
