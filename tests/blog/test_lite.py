"""Reading without pictures: nothing is fetched until it is tapped, and every tap costs what it says."""

import re

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from blog.images import finish
from blog.lite import KEPT_FOR, wants_lite
from blog.models import Author, Image
from comments.readers.models import Reader
from tests import factories
from tests.comments.conversation import comment_on

pytestmark = pytest.mark.django_db

SAVES_DATA = {"Save-Data": "on"}
FETCHES = re.compile(r"<(?:img|picture|source|video|iframe|object|embed)\b|rel=\"?preload|background", re.IGNORECASE)
PHOTO = re.compile(r'<a class="photo" href="([^"]+)"><b>Load photo \((\d+) KB\)</b>(?: <span>([^<]*)</span>)?</a>')
BODY = """![](image:{a})

![At the well](image:{a} "Water in *Konna*")

![](image:{a} "One") ![](image:{a})

[![](image:{a} "A film")](https://vimeo.com/76979871)

[![The map](image:{a})](https://example.org/map)

Among words ![small](image:{a}) they stand.
"""
