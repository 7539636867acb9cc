from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("会合")

    def ready(self) -> None:
        from accounts import endings
        from diplomacy.uploads import keepers
        from meetings import permissions  # noqa: F401  (registers the app's table of permissions)
        from meetings.actions.documents import keys_with_documents
        from meetings.actions.feeds import end_feeds
        from meetings.front import register_front
        from meetings.outcomes.reminders import ActionsDue
        from meetings.reminders import UpcomingMeetings
        from meetings.rounds.reminders import ClearanceDue
        from reminders.subjects import register

        register(UpcomingMeetings())
        register(ClearanceDue())
        register(ActionsDue())
        register_front()
        endings.register(end_feeds)
        keepers.register(keys_with_documents)
