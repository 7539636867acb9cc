from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AttachesConfig(AppConfig):
    name = "attaches"
    verbose_name = _("ネットワーク")

    def ready(self) -> None:
        from attaches import permissions  # noqa: F401  (registers the app's tables of permissions)
        from attaches.circle.front import register_circle
        from attaches.follow_ups.front import register_follow_ups
        from attaches.front import register_front
        from attaches.quiet.front import register_quiet

        register_front()
        register_circle()
        register_follow_ups()
        register_quiet()
