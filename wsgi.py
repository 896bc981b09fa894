"""The application as a WSGI server wants it."""

import os

from tracker import create_app, logs
from tracker.config import load
from tracker.jobs import background

settings = load(os.environ)
logs.configure(settings)
app = create_app(settings)
background.start(app, settings)
