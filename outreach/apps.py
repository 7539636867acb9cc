from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    name = "outreach"
    verbose_name = _("発信")

    def ready(self) -> None:
        from outreach import permissions  # noqa: F401  (registers the app's table of permissions)
        from outreach.front import register_front
        from outreach.reminders import EffectsDue
        from reminders.subjects import register

        register(EffectsDue())
        register_front()
