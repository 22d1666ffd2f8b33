"""Why a document could not be read: one class for each code, under one for each exit code of the command `extract`."""

from errno import EACCES, EISDIR, ENOENT
from typing import Optional


class VanbanError(Exception):
    """A document that could not be read: what was found, and what to do."""

    #: Stable, as `extract worker` answers it; of the classes that stand for one kind.
    code: str = ""
    #: The exit code that the command `extract` has for it.
    exit: int = 0
    #: The document, as it was named; "-" for bytes without a name.
    path: str
    #: What was found, in the language that was asked for.
    message: str
    #: What to do.
    remedy: str
    #: What the system said, where it did.
    cause: Optional[str]

    def __init__(self, path: str, message: str, remedy: str, cause: Optional[str] = None) -> None:
        Exception.__init__(self, path, message, remedy, cause)
        self.path, self.message, self.remedy, self.cause = path, message, remedy, cause

    def __str__(self) -> str:
        cause = f" ({self.cause})" if self.cause else ""
        return f"{self.path}: {self.message}{cause}. {self.remedy}"

    def __reduce__(self) -> tuple[type, tuple[str, str, str, Optional[str]]]:
        return type(self), (self.path, self.message, self.remedy, self.cause)


class CannotOpen(VanbanError):
    """The file is missing, a directory, or not to be read by this user."""

    exit = 3


class NotFound(CannotOpen, FileNotFoundError):
    code = "not-found"
    errno = ENOENT


class IsDirectory(CannotOpen, IsADirectoryError):
    code = "is-directory"
    errno = EISDIR


class PermissionDenied(CannotOpen, PermissionError):
    code = "permission-denied"
    errno = EACCES


class CannotRead(VanbanError):
    """The file holds no text that can be read."""

    exit = 4


class EmptyFile(CannotRead):
    """No bytes, or no text in them."""

    code = "empty-file"


class BinaryFile(CannotRead):
    """Bytes that are no text."""

    code = "binary-file"


class TooLarge(CannotRead):
    """Beyond the 4 GiB that positions can count."""

    code = "too-large"


class UnsupportedFormat(CannotRead):
    """Recognized, and a format that is not read."""

    code = "unsupported-format"


class DamagedFile(CannotRead):
    """Recognized, but cut off or broken beyond reading."""

    code = "damaged-file"


class NoRecognition(CannotRead):
    """A picture, and what recognizes text in pictures is not installed or was forbidden."""

    code = "no-recognition"


class InvalidData(CannotRead):
    """What should be a record is none."""

    code = "invalid-data"


class ReadFailed(VanbanError):
    """The reading itself failed."""

    exit = 5


class ChangedWhileReading(ReadFailed):
    """The file changed while it was read."""

    code = "changed-while-reading"


class Crashed(ReadFailed):
    """The process that read it was brought down (`isolate=True`)."""

    code = "crashed"


class TimedOut(ReadFailed):
    """It took longer than is allowed (`isolate=True`)."""

    code = "timed-out"


class OutOfMemory(ReadFailed):
    """It took more memory than is allowed (`isolate=True`)."""

    code = "out-of-memory"


class IoFailed(ReadFailed):
    """The system failed, or the program itself on this document."""

    code = "io"


class BadRules(VanbanError):
    """A rule table does not load."""

    code = "bad-rules"
    exit = 7


class EncryptedFile(VanbanError):
    """It asks for a password, or for another one."""

    code = "encrypted-file"
    exit = 8


def kinds(of: type[VanbanError] = VanbanError) -> dict[str, type[VanbanError]]:
    """The classes by their codes."""
    found = {of.code: of} if of.code else {}
    for kind in of.__subclasses__():
        found.update(kinds(kind))
    return found


#: The classes by their codes.
KINDS: "dict[str, type[VanbanError]]" = kinds()
