"""The ``voiceguide`` command, for whoever sets it up; the one place that joins the parts."""

from __future__ import annotations

import os
import sys

from voiceguide.errors import UserError


def main() -> None:
    """Run the command; an error for people is one line and exit code 2, never a traceback."""
    from voiceguide.cli.app import app  # so that "--help" need not load it all

    try:
        app()
    except UserError as error:
        print(f"voiceguide: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone
        sys.exit(1)
    except OSError as error:  # such as a full disk behind standard output
        told = f"{error.filename or 'the output'}: {error.strerror}" if error.strerror else error
        sys.stderr.write(f"voiceguide: {told}\n")
        sys.stderr.flush()
        os._exit(2)  # what is left in the buffer cannot be written either
    except KeyboardInterrupt:
        sys.exit(130)
