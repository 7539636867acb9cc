from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardConfig(AppConfig):
    name = "dashboard"
    verbose_name = _("ダッシュボード")

    def ready(self) -> None:
        from dashboard import permissions  # noqa: F401  (registers the app's table of permissions)
        from dashboard.front import register_front

        register_front()
