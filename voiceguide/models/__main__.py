"""``python -m voiceguide.models`` fetches what is missing; ``scripts/`` set up with it."""

from __future__ import annotations

import sys

from voiceguide.errors import UserError
from voiceguide.models.status import fetch_all

if __name__ == "__main__":
    try:
        fetch_all()
    except UserError as error:
        sys.exit(f"voiceguide: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
