"""sitrep: humanitarian situation reports from documents, every figure with its source.

documents ─ingest─▶ Document ─extract─▶ Reading ─reconcile─▶ Situation ─compose─▶ Brief ─render─▶ files ─deliver─▶ …
"""

__version__ = "0.1.0"
