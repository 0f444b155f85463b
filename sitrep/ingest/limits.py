"""How much of a document is read. Each limit is named in the message that its breach gives."""

FILE_BYTES = 50 * 2**20
TEXT_CHARACTERS = 20 * 2**20
LINE_CHARACTERS = 100_000
"""Patterns run over lines; a longer one is broken at a space, so that no character is lost."""
FILES_PER_FOLDER = 10_000
CONTROL_SHARE = 0.02
"""More control characters than this, and the bytes are no text."""
