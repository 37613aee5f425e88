"""All addresses of the platform: pages for people, the internal API for the gateway, health and metrics."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from picopt_saas import health, metrics

handler400 = "picopt_saas.dashboard.views.public.unreadable"
handler404 = "picopt_saas.dashboard.views.public.missing"
handler429 = "picopt_saas.dashboard.views.public.too_often"  # of allauth
handler500 = "picopt_saas.dashboard.views.public.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("metrics", metrics.metrics),
    path("staff/", admin.site.urls),
    path("account/", include("allauth.urls")),
]
# The packages bring their own addresses.
urlpatterns += [
    path(prefix, include(f"{package}.urls"))
    for prefix, package in (("internal/", "picopt_saas.api"), ("", "picopt_saas.dashboard"))
    if find_spec(f"{package}.urls")
]
