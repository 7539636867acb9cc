from django import forms

from attaches.models import ContactInterval
from attaches.models.quiet import LONGEST_INTERVAL
from diplomacy.versioned.forms import ActionRuledForm


class IntervalForm(ActionRuledForm):
    class Meta:
        model = ContactInterval
        fields = ["months"]
        widgets = {"months": forms.NumberInput(attrs={"min": 1, "max": LONGEST_INTERVAL, "inputmode": "numeric"})}
