"""The app run against a simulated Salesforce: what it does, seen instead of read.

``prove_app`` plays scenarios on every window of an App; ``prove_findings`` marks findings of ``check`` that were seen,
``prove_mends`` runs the app before and after its safe mends.
"""

from ctilint.prove.comparing.mends import prove_mends
from ctilint.prove.play.job import Options
from ctilint.prove.play.outcome import ScenarioRun, WindowRun
from ctilint.prove.play.run import prove_app
from ctilint.prove.telling.proofs import prove_findings
from ctilint.prove.telling.report import as_json, as_text

__all__ = ["Options", "ScenarioRun", "WindowRun", "as_json", "as_text", "prove_app", "prove_findings", "prove_mends"]
