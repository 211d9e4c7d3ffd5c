"""The reference subscription module: right by Salesforce's reference, in the dialects and with the events of an app."""

from ctilint.emit.events import EMITTED_DIALECTS, Event, UnknownEventError
from ctilint.emit.planning import Plan, plan
from ctilint.emit.writing import EmitError, Emitted, render

__all__ = ["EMITTED_DIALECTS", "EmitError", "Emitted", "Event", "Plan", "UnknownEventError", "plan", "render"]
