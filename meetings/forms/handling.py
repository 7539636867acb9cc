from partners.forms.handling import HandlingForm, readers

__all__ = ["HandlingForm", "readers"]
