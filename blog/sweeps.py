"""What the newsroom does again and again."""

from functools import partial

from blog import search
from blog.images import finish_due
from blog.letters import forget_old, send_due
from blog.models import ErrorReport, Listing, Pace, Post
from blog.models.planned_change import apply_due
from blog.models.schedule import publish_due
from blog.oembed import fetch_due
from blog.pings import forget_old as forget_old_pings
from blog.pings import send_due as send_due_pings
from blog.reading import forget_old_days, write_down
from blog.sweeper import sweep

sweep("letters", every=10, work=send_due)  # seconds: a reader waits before the screen for some of them
sweep("old letters", every=3600, work=forget_old)
sweep("schedule", every=15, work=partial(publish_due, Post))  # a story appears within the minute it was promised for
sweep("readings", every=30, work=write_down)
sweep("old readings", every=24 * 3600, work=forget_old_days)
sweep("pings", every=15, work=send_due_pings)
sweep("old pings", every=24 * 3600, work=forget_old_pings)
sweep("planned changes", every=15, work=apply_due)  # as for the schedule
sweep("networks of error reports", every=3600, work=ErrorReport.objects.forget_networks)
sweep("ended counts", every=600, work=Pace.objects.forget_ended)
sweep("search", every=30, work=search.tidy)
sweep("search in step", every=900, work=search.catch_up)  # reads all stories; what is announced does not wait
sweep("listings", every=3600, work=Listing.objects.catch_up)  # of stories that were written in bulk, or by hand
sweep("pictures", every=3, work=finish_due)  # seconds: readers see a small file until then
sweep("link cards", every=20, work=fetch_due)  # seconds: an author looks at the preview again
