"""The errors a person may meet: one base, each message one sentence fit to be read aloud."""


class HeadwaterError(Exception):
    """Base of every error that Headwater reports; ``str(error)`` is one plain sentence."""


class RuleBroken(HeadwaterError):
    """A change that a map does not allow; nothing was changed."""


class FileRefused(HeadwaterError):
    """A file that cannot be read as what it claims to be; it was left as it is."""


class FileDamaged(FileRefused):
    """A map that cannot be read any more: it may be repaired, or an earlier copy taken."""


class FileGone(FileRefused):
    """A map that is not where it was: an earlier copy may be taken."""


class FileBusy(HeadwaterError):
    """A map that another running Headwater holds open for writing."""


class ReadOnly(HeadwaterError):
    """A map that can be looked at here, not changed."""


class NotWritten(HeadwaterError):
    """The disk, stick or share would not take the data; what was done is kept elsewhere."""


class FileLost(NotWritten):
    """The file is not, or no longer, the map that was opened: it will not take the data again by itself."""


class ExportFailed(HeadwaterError):
    """A picture or document that could not be written; no half file is left behind."""
