"""Django's sign-in over our own rule of who may: active staff of an active organisation, asked again at every request."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from .models import Staff


class Door(ModelBackend):
    """A running session ends with the first request after somebody, or her organisation, was deactivated."""

    def user_can_authenticate(self, user: Any) -> bool:
        return bool(user.is_active and user.organisation.is_active)

    def get_user(self, user_id: Any) -> Staff | None:
        """With organisation and office in one statement: every page shows them."""
        staff = Staff.objects.filter(pk=user_id).select_related("organisation", "office").order_by("pk").first()
        return staff if staff and self.user_can_authenticate(staff) else None
