"""What the blog does about what it announces."""

from django.db import transaction
from django.dispatch import receiver

from blog.models import Image, Placement, Post
from blog.signals import image_changed

AT_A_TIME = 200  # posts whose keys are held, however many show the picture


@receiver(image_changed)
def print_its_words_anew(image: Image, **kwargs) -> None:
    """A text that shows the picture holds its alternative text, caption and credit, and the addresses of its files."""
    showing = Placement.objects.filter(image=image, role=Placement.Role.BODY).values_list("post", flat=True)
    for key in showing.iterator(chunk_size=AT_A_TIME):
        with transaction.atomic():  # one by one: nobody's saving is undone, and nobody waits for all of them
            Post.objects.select_for_update().get(pk=key).save(update_fields=["body"])
