"""How an assessment is told: sections, drawings, and each format."""
