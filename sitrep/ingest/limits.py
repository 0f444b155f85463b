"""How much of a document is read. Each limit is named in the message that its breach gives."""

FILE_BYTES = 50 * 2**20
TEXT_CHARACTERS = 20_000_000
LINE_CHARACTERS = 100_000
"""Patterns run over lines; a longer one is broken at a space, so that no character is lost."""
FILES_PER_FOLDER = 10_000
CONTROL_SHARE = 0.02
"""More control characters than this, and the bytes are no text."""

PDF_PAGES = 2_000
MEMBER_BYTES = 64 * 2**20
"""One member of a Word or Excel file, unpacked."""
MEMBER_RATIO = 200
"""Unpacked to packed size: beyond it a member is a bomb."""
MAIL_PARTS = 100
MAIL_DEPTH = 5
"""Mails within mails, and attachments of attachments."""
JSON_DEPTH = 100

LIGHT_BYTES = 2**20
"""A longer text is read in a process with limits, like everything else."""
READ_S = 30
"""Wall clock for one document, all its attachments included."""
CPU_S = 20
MEMORY_BYTES = 2**30
"""Address space of the process that reads one document."""
