from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("国・機関")

    def ready(self) -> None:
        from diplomacy.search.providers import register
        from partners import permissions  # noqa: F401  (registers the app's table of permissions)
        from partners.search import FINDERS

        for finder in FINDERS:
            register(finder)
