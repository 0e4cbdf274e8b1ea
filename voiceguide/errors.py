"""The one exception that is meant for people."""


class UserError(Exception):
    """Something the person at the command line can mend.

    Its text is one clear line (or one line a fault) that names the file, the place and the mend.
    The command line prints it without a traceback and exits with code 2; nothing else catches it.
    """
