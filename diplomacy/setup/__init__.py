"""Setting a fresh machine up: environment, front-end files, test browser.

Each piece is a program of its own that needs the standard library only and skips its work by a stamp. `environment`
runs before anything is installed, by whatever Python the machine has.
"""
