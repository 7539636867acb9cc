"""Lists of partners' records taken in from files: what the columns mean, what would change, and the change itself.

`lists` says which lists there are, `planning` works out what a file would do and all that is wrong with it,
`writing` does it, `jobs` runs both for a person, in the worker.
"""
