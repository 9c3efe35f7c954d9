"""What the conversation does again and again."""

from blog.sweeper import sweep
from comments.models import Pace, Subscription

sweep("unconfirmed wishes", every=3600, work=Subscription.objects.forget_unconfirmed)
sweep("ended counts", every=600, work=Pace.objects.forget_ended)
