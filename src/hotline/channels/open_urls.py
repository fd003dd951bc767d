"""Addresses that other programs ask: Open311, and those to which the SMS gateway posts."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.channels import sms_views
from hotline.channels.open311 import views as open311

urlpatterns: list[URLPattern] = [
    path("open311/discovery.<str:form>", open311.discovery, name="open311_discovery"),
    path("open311/v2/services.<str:form>", open311.service_list, name="open311_services"),
    path(
        "open311/v2/services/<str:code>.<str:form>",
        open311.service_definition,
        name="open311_service",
    ),
    path("open311/v2/requests.<str:form>", open311.requests, name="open311_requests"),
    path(
        "open311/v2/requests/<str:number>.<str:form>", open311.one_request, name="open311_request"
    ),
    path("open311/v2/tokens/<str:token>.<str:form>", open311.token, name="open311_token"),
    path("channels/sms/<str:code>/incoming", sms_views.incoming, name="sms_incoming"),
    path("channels/sms/<str:code>/receipt", sms_views.receipt, name="sms_receipt"),
]
