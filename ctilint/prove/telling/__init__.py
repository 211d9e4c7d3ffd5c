"""How a run is told: as a story, a report, and as proofs of findings."""
