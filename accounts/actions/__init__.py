"""What happens to accounts, lists and tokens, one verb each."""

from accounts.actions.handling import change_handling

__all__ = ["change_handling"]
