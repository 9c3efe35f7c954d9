"""What the conversation announces, each after the change is committed.

Every signal is sent with `sender=Comment` and `comment=` the comment; `comments_moved` with `keys`, those of many.
"""

from django.dispatch import Signal

comment_posted = Signal()  # it is stored, whatever its status
comment_approved = Signal()  # readers see it from now on, also when it was approved as it was posted
comment_changed = Signal()  # readers see it as before, but with other words, or picked, or not picked any more
comment_withdrawn = Signal()  # readers no longer see it
comments_moved = Signal()  # these have another status, whoever gave it to them
