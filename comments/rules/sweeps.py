"""What the rules do again and again."""

from blog.sweeper import sweep
from comments.rules.learning import train_anew

sweep("spam score", every=300, work=train_anew)  # seconds: it trains only when the desk has decided since
