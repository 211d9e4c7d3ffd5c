"""Questions that several checks ask of an App: about calls, answers, handlers, loads and names."""
