"""Addresses of the reference data; what is of one kind only stands before the tables."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import (
    reference,
    reference_files,
    reference_office,
    reference_roles,
    reference_topics,
)

urlpatterns: list[URLPattern] = [
    path("dispatch-rules/import", reference_files.import_rules, name="dispatch_rules_import"),
    path(
        "dispatch-rules/import/apply",
        reference_files.import_rules_apply,
        name="dispatch_rules_apply",
    ),
    path("reference", reference.reference, name="reference"),
    path("reference/office", reference_office.office, name="office"),
    path("reference/roles", reference_roles.roles, name="roles"),
    path("reference/roles/<slug:role>", reference_roles.role, name="role"),
    path("reference/topics", reference_topics.trees, name="topic_trees"),
    path("reference/topics/<slug:code>", reference_topics.tree, name="topic_tree"),
    path("reference/topics/<slug:code>/publish", reference_topics.publish, name="topic_publish"),
    path("reference/topics/<slug:code>/topic", reference_topics.topic, name="topic_edit"),
    path("reference/topics/<slug:code>/remove", reference_topics.remove, name="topic_remove"),
    path("reference/<slug:table>", reference.rows, name="reference_rows"),
    path("reference/<slug:table>/new", reference.new, name="reference_new"),
    path("reference/<slug:table>/import", reference_files.import_file, name="reference_import"),
    path(
        "reference/<slug:table>/import/apply",
        reference_files.import_apply,
        name="reference_import_apply",
    ),
    path("reference/<slug:table>/file.<slug:form>", reference_files.file, name="reference_file"),
    path("reference/<slug:table>/row/<str:key>", reference.row, name="reference_row"),
    path("reference/<slug:table>/row/<str:key>/end", reference.end, name="reference_end"),
    path("reference/<slug:table>/row/<str:key>/undo", reference.undo, name="reference_undo"),
]
