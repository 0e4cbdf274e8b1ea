"""The ``voiceguide`` command, for whoever sets it up; the one place that joins the parts."""

from __future__ import annotations

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
    except KeyboardInterrupt:
        sys.exit(130)
