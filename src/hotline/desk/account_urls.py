"""Addresses of the accounts, of one's own, and of the journals of the whole office."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import (
    account,
    audit,
    delegations,
    devices,
    password,
    second,
    softphone,
    staff,
    staff_access,
)

ONE = "staff/<int:person>"

urlpatterns: list[URLPattern] = [
    path("account", account.account, name="account"),
    path("password", password.password, name="password"),
    path("second", second.second, name="second"),
    path("second/confirm", second.confirm_password, name="second_confirm"),
    path("second/app", second.app, name="second_app"),
    path("second/app.svg", second.picture, name="second_picture"),
    path("second/key", second.key, name="second_key"),
    path("second/codes", second.codes, name="second_codes"),
    path("second/<uuid:factor>/remove", second.remove, name="second_remove"),
    path("devices", devices.devices, name="devices"),
    path("devices/others/end", devices.end_others, name="devices_end_others"),
    path("devices/<int:session>/end", devices.end, name="device_end"),
    path("delegations", delegations.delegations, name="delegations"),
    path("delegations/<int:delegation>/end", delegations.end, name="delegation_end"),
    path("staff", staff.staff, name="staff"),
    path("staff/new", staff.new_person, name="new_person"),
    path(ONE, staff.person, name="person"),
    path(f"{ONE}/deactivate", staff.deactivate, name="person_deactivate"),
    path(f"{ONE}/activate", staff.activate, name="person_activate"),
    path(f"{ONE}/password", staff.new_password, name="person_password"),
    path(f"{ONE}/factors", staff_access.factors, name="person_factors"),
    path(f"{ONE}/sessions", staff_access.sessions, name="person_sessions"),
    path(f"{ONE}/lock", staff_access.lock, name="person_lock"),
    path(f"{ONE}/softphone", softphone.of_person, name="person_softphone"),
    path("audit", audit.audit, name="audit"),
    path("audit/file.csv", audit.file, name="audit_file"),
]
