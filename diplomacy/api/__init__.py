"""The API's house rules, free of any domain: JSON in and out, one shape of refusal, versions, bounded pages."""
