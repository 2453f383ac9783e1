"""Two faces of one search: pages for a browser, and a command for a terminal.

`import web` loads no Flask: the command line answers without it.
"""

import logging

from web.base.config import Settings
from web.pages.app import create_app

__all__ = ["Settings", "create_app"]

logging.getLogger(__name__).addHandler(logging.NullHandler())  # whoever runs it lets it speak
