"""Who hears what the app sends to itself, and what runs when the answer of markup's own functions comes."""

from __future__ import annotations

from ctilint.read.facts import Member, Name
from ctilint.understand.program.index import ScriptIndex
from ctilint.understand.program.joining import of_script
from ctilint.understand.program.spelling import page_event, stream_of
from ctilint.understand.program.targets import Func
from ctilint.understand.values.resolver import Resolver
from ctilint.understand.windows.files import Library, Outline

REGISTERING = ("on", "once", "addListener", "subscribe", "listen", "bind", "$on", "addEventListener")
# The keys under which a store keeps the functions that its own events run.
STORES = frozenset({"actions", "mutations"})


def listeners(outline: Outline, resolver: Resolver) -> dict[str, list[Func]]:
    """Return who listens to the events that the app sends to itself, by the event's text."""
    emitted: dict[str, list[Func]] = {}
    for key in REGISTERING:
        for index, call in resolver.program.called.get(key, ()):
            if not isinstance(call.callee, Member | Name) or index.path_of(call.callee).startswith("sforce."):
                continue
            stream = stream_of(call.callee.object) if isinstance(call.callee, Member) else ""
            if key == "subscribe" and call.arguments and stream:
                for func in resolver.functions(index.script, call.arguments[0]):
                    emitted.setdefault(stream, []).append(func)
            if len(call.arguments) < 2:
                continue
            for text in resolver.texts(index.script, call.arguments[0]):
                if text and text != "{}":
                    # Only what the page itself sends on (``dispatchEvent``) reaches a listener of the page.
                    name = page_event(text) if key == "addEventListener" else text
                    for func in resolver.functions(index.script, call.arguments[1]):
                        emitted.setdefault(name, []).append(func)
    for index in outline.indexes:
        for key, function in _stored(index):
            emitted.setdefault(key, []).append(Func(index.refs[function]))
    return emitted


@of_script
def _stored(index: ScriptIndex) -> tuple[tuple[str, int], ...]:
    """Return the functions that a store of a script keeps for its own events, with their names."""
    return tuple(
        (entry.key, function)
        for function, (holder, entry) in index.owners.items()
        if entry.key and (held := index.objects.get(id(holder))) is not None and held[1].key in STORES
    )


def action_functions(library: Library, outline: Outline) -> dict[str, list[Func]]:
    """Return what ``apex:actionFunction`` makes callable: what runs when its answer comes, by its name."""
    found: dict[str, list[Func]] = {}
    for path in outline.files:
        facts = library.files[path]
        for at, element in enumerate(facts.elements):
            if element.tag.lower() == "apex:actionfunction":
                name = element.get("name")
                for script in facts.scripts:
                    if name and script.element == at and script.attribute == "oncomplete":
                        func = Func(library.index(script).refs[0])
                        found.setdefault(name, []).append(func)
    return found
