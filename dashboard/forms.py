from django import forms

from dashboard.models import Snapshot
from diplomacy.ui.faults import FaultsForm


class SnapshotForm(FaultsForm, forms.ModelForm):
    class Meta:
        model = Snapshot
        fields = ["occasion"]
