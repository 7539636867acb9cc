from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    name = "reminders"
    verbose_name = _("通知")

    def ready(self) -> None:
        from accounts.access import Access, admits
        from diplomacy import health
        from diplomacy.ui import menu
        from reminders import heartbeat, inbox, permissions  # noqa: F401 — permissions fill a table when imported

        health.register("sweep", heartbeat.readiness)
        menu.register_bell("reminders:inbox", inbox.unread_count)
        menu.register_banner(heartbeat.banner)
        menu.register(_("送信記録"), "reminders:deliveries", visible=lambda user: admits(Access.ADMIN, user), order=40)
