from django import forms

from attaches.forms.follow_ups import VersionedForm
from attaches.models import ContactInterval
from attaches.models.quiet import LONGEST_INTERVAL


class IntervalForm(VersionedForm):
    class Meta:
        model = ContactInterval
        fields = ["months"]
        widgets = {"months": forms.NumberInput(attrs={"min": 1, "max": LONGEST_INTERVAL, "inputmode": "numeric"})}
