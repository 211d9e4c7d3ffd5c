"""The app run against a simulated Salesforce: what it does, seen instead of read.

``prove_app`` plays scenarios on every window of an App; ``prove_findings`` marks findings of ``check`` that were seen.
"""

from ctilint.prove.proofs import prove_findings
from ctilint.prove.report import as_json, as_text
from ctilint.prove.run import Options, ScenarioRun, WindowRun, prove_app

__all__ = ["Options", "ScenarioRun", "WindowRun", "as_json", "as_text", "prove_app", "prove_findings"]
