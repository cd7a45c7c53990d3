"""What stops a start. Each is shown as one line, without a traceback.

CannotStart        something outside has to change first
└── GaveUp         a program keeps stopping
"""


class CannotStart(Exception):
    """The message is for the person at the terminal: which thing, why, and what to do."""


class GaveUp(CannotStart):
    """A program stopped more often than a restart can cure."""
