"""Which address leads to which screen."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from hotline.site.health import health
from hotline.site.sign_in import SignInForm

urlpatterns = [
    path("health", health, name="health"),
    path("login", LoginView.as_view(authentication_form=SignInForm), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
    path("desk/", include("hotline.desk.urls")),
    path("api/v1/", include("hotline.api.urls")),
    path("", include("hotline.portal.urls")),
]

handler400 = "hotline.site.errors.bad_request"
handler403 = "hotline.site.errors.forbidden"
handler404 = "hotline.site.errors.not_found"
handler500 = "hotline.site.errors.failed"
