"""All addresses: each context of `web` and `api` brings its own."""

from importlib import import_module

from django.urls import include, path

from corridor.config.settings import PACKAGE

CONTEXTS = sorted(file.parent.name for file in PACKAGE.glob("web/*/urls.py"))

urlpatterns = [path("", include(f"corridor.web.{name}.urls")) for name in CONTEXTS]
if (PACKAGE / "api" / "urls.py").exists():
    urlpatterns += import_module("corridor.api.urls").urlpatterns

handler400 = "corridor.web.shell.errors.bad_request"
handler403 = "corridor.web.shell.errors.forbidden"
handler404 = "corridor.web.shell.errors.not_found"
handler500 = "corridor.web.shell.errors.server_error"
