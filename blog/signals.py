"""What the blog announces, each after the change is committed. Whoever listens lives above: see receivers.py.

Every signal is sent with `sender=Post` and `post=` the post, except `image_changed`, sent with `image=`.
"""

from django.dispatch import Signal

post_published = Signal()  # readers may see it from now on
post_changed = Signal()  # readers already see it, and now see it changed
post_withdrawn = Signal()  # readers no longer see it
image_changed = Signal()  # its words or focal point differ: pages that show it are out of date
