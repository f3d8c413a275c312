"""`python -m harristrip`."""

import sys

from .main import main

sys.exit(main())
