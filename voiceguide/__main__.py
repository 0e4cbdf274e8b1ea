"""``python -m voiceguide`` is the ``voiceguide`` command."""

from voiceguide.cli import main

if __name__ == "__main__":
    main()
