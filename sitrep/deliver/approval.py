"""May an edition be sent? Policy, what a person said, and whether its files are still those that it was said of."""

from sitrep.model import Approval, Profile

__all__ = ["is_manual", "standing", "withheld"]


def is_manual(profile: Profile) -> bool:
    """Whether a person must approve. Unless the profile says, for the public one must."""
    return (profile.approval or ("manual" if profile.audience == "public" else "auto")) == "manual"


def standing(profile: Profile, approval: Approval | None, files_hash: str, replaced_by: int | None = None) -> str:
    """replaced | approved | rejected | changed | draft | automatic"""
    if replaced_by:
        return "replaced"
    if approval and approval.verb == "reject":
        return "rejected"
    if approval and approval.files_hash == files_hash:
        return "approved"
    if is_manual(profile):
        return "changed" if approval else "draft"
    return "automatic"


def withheld(
    profile: Profile,
    approval: Approval | None,
    files_hash: str,
    *,
    are_as_made: bool,
    replaced_by: int | None = None,
) -> str:
    """Why the edition is not sent; "" where it may be."""
    match standing(profile, approval, files_hash, replaced_by):
        case "replaced":
            return f"replaced by No. {replaced_by}"
        case "rejected":
            assert approval is not None
            return f"rejected by {approval.who}: {approval.why}"
        case "changed":
            return "its files have changed since it was approved"
        case "draft":
            return "nobody has approved it"
        case _:
            return "" if are_as_made else "its files are gone or were changed since it was made"
