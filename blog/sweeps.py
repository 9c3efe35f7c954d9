"""What the newsroom does again and again."""

from blog.images import finish_due
from blog.letters import forget_old, send_due
from blog.oembed import fetch_due
from blog.sweeper import sweep

sweep("letters", every=10, work=send_due)  # seconds: a reader waits before the screen for some of them
sweep("old letters", every=3600, work=forget_old)
sweep("pictures", every=3, work=finish_due)  # seconds: readers see a small file until then
sweep("link cards", every=20, work=fetch_due)  # seconds: an author looks at the preview again
