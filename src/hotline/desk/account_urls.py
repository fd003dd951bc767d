"""Addresses of the accounts, of one's own password, and of the journals of the whole office."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import audit, password, staff

ONE = "staff/<int:person>"

urlpatterns: list[URLPattern] = [
    path("password", password.password, name="password"),
    path("staff", staff.staff, name="staff"),
    path("staff/new", staff.new_person, name="new_person"),
    path(ONE, staff.person, name="person"),
    path(f"{ONE}/deactivate", staff.deactivate, name="person_deactivate"),
    path(f"{ONE}/activate", staff.activate, name="person_activate"),
    path(f"{ONE}/password", staff.new_password, name="person_password"),
    path("audit", audit.audit, name="audit"),
    path("audit/file.csv", audit.file, name="audit_file"),
]
