"""What can stop a run, with the exit code and the hint that the user is given.

Exit codes are a promise: 0 done, 2 usage, 3 document, 4 profile, rule or reference, 5 template or render,
6 delivery, 7 problems under --strict or in the store, 75 busy or pending (sysexits.h EX_TEMPFAIL). A bug stays a
traceback and 1.

    SitrepError
    ├── UsageError        2   the command cannot mean anything
    ├── DocumentError     3   a document cannot be read
    ├── ProfileError      4   a profile, rule or reference file is wrong
    │   └── MixedUnits    4   quantities that must not be added or compared
    ├── RenderError       5   a template or the rendering fails
    ├── DeliveryError     6   a delivery failed
    ├── StrictProblems    7   done, with problems, under --strict
    ├── Damaged           7   what `store verify` found
    └── Busy             75   another run holds the store, or something is still pending
"""

from pathlib import Path


class SitrepError(Exception):
    """Nothing can come out. `message` names file, place and the value found; `hint` says what to do."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "", *, path: Path | None = None) -> None:
        self.message = f"{path}: {message}" if path else message
        self.hint = hint
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


class UsageError(SitrepError):
    """The command line asks for something that cannot be."""

    exit_code = 2


class DocumentError(SitrepError):
    """A document could not be read."""

    exit_code = 3


class ProfileError(SitrepError):
    """A profile, rule or reference file is wrong."""

    exit_code = 4


class MixedUnits(ProfileError):
    """Quantities of different kinds, such as households and persons, met in one sum or comparison."""


class RenderError(SitrepError):
    """A template is wrong, or a page, chart, map or data file could not be made."""

    exit_code = 5


class DeliveryError(SitrepError):
    """A brief could not be delivered."""

    exit_code = 6


class StrictProblems(SitrepError):
    """The work is done, but there were problems and the user asked to fail on them."""

    exit_code = 7


class Damaged(SitrepError):
    """The store or a report is not as it was written."""

    exit_code = 7


class Busy(SitrepError):
    """Another run holds the store, or something is pending: try again later."""

    exit_code = 75
