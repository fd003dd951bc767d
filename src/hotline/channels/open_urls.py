"""Addresses that other programs ask, and those to which the SMS gateway and WeChat post."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.channels import open_data, sms_views
from hotline.channels.open311 import views as open311
from hotline.channels.wechat import views as wechat

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
    path("open-data/", open_data.catalogue, name="open_data"),
    path("open-data/schema/cases.schema.json", open_data.schema, name="open_data_schema"),
    path("open-data/<str:name>.<str:form>", open_data.file, name="open_data_file"),
    path("channels/sms/<str:code>/incoming", sms_views.incoming, name="sms_incoming"),
    path("channels/sms/<str:code>/receipt", sms_views.receipt, name="sms_receipt"),
    path("channels/wechat/<str:code>", wechat.wechat, name="wechat"),
    path("channels/wechat/<str:code>/login", wechat.login, name="wechat_login"),
    path("channels/wechat/<str:code>/requests", wechat.requests, name="wechat_requests"),
]
