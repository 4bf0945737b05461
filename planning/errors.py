from __future__ import annotations


class PlanError(Exception):
    """A problem the planner can act on; its text says what, where and what to do, in the user's language."""


class Cancelled(Exception):
    """The user asked to stop; nothing was written."""


class MissingLibrary(PlanError):
    """An optional library is absent; the text says how to install it."""
