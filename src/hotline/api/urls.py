"""Addresses of the API, below /api/v1/.

Only the description for programs is served (openapi.json). The library's page for trying things
out loads scripts from another host, which our content security policy and an office without the
internet both refuse.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path
from ninja import NinjaAPI

from hotline.api import attachments, cases, figures, knowledge
from hotline.api.bodies import JsonBody
from hotline.api.problems import answer_problems, not_found
from hotline.api.tokens import Token

api = NinjaAPI(
    title="12345 政务服务便民热线接口",
    version="1",
    description="登记工单、查询工单、统计数字和知识库。出错时按 RFC 9457 答复，说明为中文。",
    docs_url=None,
    urls_namespace="api",
    auth=Token(),
    parser=JsonBody(),
)
api.add_router("", cases.router)
api.add_router("", attachments.router)
api.add_router("", figures.router)
api.add_router("", knowledge.router)
answer_problems(api)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", api.urls),
    re_path(r"", not_found),
]
