"""Which address leads to which screen."""

from __future__ import annotations

from django.urls import include, path, register_converter

from hotline.rules.editions import WhereInAddress
from hotline.site.health import health
from hotline.site.second_step import second_step
from hotline.site.sign_in import SignIn
from hotline.site.sso.views import SignOut, come_back, leave_for, left

# Before the addresses of desk and portal are read, which name it.
register_converter(WhereInAddress, "where")

urlpatterns = [
    path("health", health, name="health"),
    path("login", SignIn.as_view(), name="login"),
    path("login/second", second_step, name="second_step"),
    path("login/sso", leave_for, name="sso"),
    path("login/sso/back", come_back, name="sso_back"),
    path("login/sso/left", left, name="sso_left"),
    path("logout", SignOut.as_view(), name="logout"),
    path("desk/", include("hotline.desk.urls")),
    path("", include("hotline.desk.wall_urls")),
    path("cti/", include("hotline.channels.telephone.cti_urls")),
    path("api/v1/", include("hotline.api.urls")),
    path("exchange/", include("hotline.channels.exchange.urls")),
    path("", include("hotline.channels.open_urls")),
    path("", include("hotline.portal.urls")),
]

handler400 = "hotline.site.errors.bad_request"
handler403 = "hotline.site.errors.forbidden"
handler404 = "hotline.site.errors.not_found"
handler500 = "hotline.site.errors.failed"
