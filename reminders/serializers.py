from diplomacy.api.serializers import CleanModelSerializer
from reminders.models import Notification


class NotificationSerializer(CleanModelSerializer):
    """What the message is about is named by `subject` and `object_id`; what may be said of it, the object tells."""

    class Meta:
        model = Notification
        fields = ["id", "subject", "kind", "step", "object_id", "occasion", "due_at", "sent_at", "read_at"]
        read_only_fields = fields
