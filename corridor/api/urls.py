"""Mounts each context's router under /api/<context>/."""

from importlib import import_module
from pathlib import Path

from django.urls import path

from .door import door

for file in sorted(Path(__file__).parent.glob("*/routes.py")):
    door.add_router(f"/{file.parent.name}", import_module(f"corridor.api.{file.parent.name}.routes").router)

_patterns, _app, _namespace = door.urls
for pattern in _patterns:
    pattern.callback.login_required = False  # the door answers 401 itself instead of sending machines to the sign-in page

urlpatterns = [path("api/", (_patterns, _app, _namespace))]
