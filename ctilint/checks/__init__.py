"""One module per page in ``rules/``, of the same name: ``check(app)`` yields problems."""

# These ask the server side alone: without one they need not even be imported. A test holds the list to the modules.
OF_THE_SERVER = frozenset(
    "attribute-without-prefix chained-invocation client-per-call exposed-secret flow-time-budget hard-coded-org "
    "hidden-failure import-time-state missing-timeout outdated-rest-version packaged-namespace password-grant "
    "personal-data-in-log query-from-input repeated-write replaced-by-voice retired-dependency retired-runtime "
    "sleeping-lambda undeclared-dependency unguarded-lambda unusable-answer write-in-loop".split()
)
