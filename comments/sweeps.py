"""What the conversation does again and again."""

from blog.sweeper import sweep
from comments.models import Subscription

sweep("unconfirmed wishes", every=3600, work=Subscription.objects.forget_unconfirmed)
