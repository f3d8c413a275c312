"""`python -m harristrip`."""

import sys

from .quick import main

sys.exit(main())
