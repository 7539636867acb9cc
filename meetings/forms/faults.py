from diplomacy.ui.faults import FaultsForm

__all__ = ["FaultsForm"]
