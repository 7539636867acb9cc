from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("国・機関")

    def ready(self) -> None:
        from partners import permissions  # noqa: F401  (registers the app's table of permissions)
        from partners.front import register_front

        register_front()
