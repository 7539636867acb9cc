from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardConfig(AppConfig):
    name = "dashboard"
    verbose_name = _("ダッシュボード")

    def ready(self) -> None:
        from dashboard.front import register_front

        register_front()
