"""Addresses of the API, below /api/v1/.

Only the description for programs is served (openapi.json). The library's page for trying things
out loads scripts from another host, which our content security policy and an office without the
internet both refuse.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from hotline.api import attachments, bulk, calls, cases, figures, knowledge, moves, verbs
from hotline.api.bodies import JsonBody
from hotline.api.described import DescribedApi
from hotline.api.problems import answer_problems, not_found
from hotline.api.tokens import Token

api = DescribedApi(
    title="12345 政务服务便民热线接口",
    version="1",
    description="登记、查询和办理工单，查询统计数字和知识库。出错时按 RFC 9457 答复，说明为中文。",
    docs_url=None,
    urls_namespace="api",
    auth=Token(),
    parser=JsonBody(),
)
api.add_router("", bulk.router)
api.add_router("", cases.router)
api.add_router("", calls.router)
api.add_router("", attachments.router)
api.add_router("", moves.router)
api.add_router("", verbs.router)
api.add_router("", figures.router)
api.add_router("", knowledge.router)
answer_problems(api)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", api.urls),
    re_path(r"", not_found),
]
