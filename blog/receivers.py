"""What the blog does about what it announces."""

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.utils.encoding import iri_to_uri

from blog import search
from blog.author_letters import tell_authors
from blog.models import (
    Author,
    Byline,
    FlatPage,
    Image,
    Listing,
    Placement,
    Post,
    Redirect,
    Revision,
    Section,
    SiteSettings,
    State,
    Tag,
    Transition,
)
from blog.models.masthead import forget
from blog.pings import tell_of, tell_of_page
from blog.share_picture import keeping as share_pictures
from blog.signals import image_changed, post_changed, post_published, post_withdrawn

LISTED_BY = {"state", "published_at", "poster"}
AT_A_TIME = 200  # posts whose keys are held, however many show the picture


@receiver([post_save, post_delete], sender=SiteSettings)
@receiver([post_save, post_delete], sender=Section)
@receiver([post_save, post_delete], sender=FlatPage)
def print_the_masthead_anew(**kwargs) -> None:
    """In this process at once; the others look again within seconds."""
    forget()


@receiver(post_save, sender=FlatPage)
def tell_of_a_page(instance: FlatPage, **kwargs) -> None:
    """In the transaction of the change, as that of a story is told."""
    if instance.published_at:
        tell_of_page(instance.get_absolute_url())


@receiver(image_changed)
def print_its_words_anew(image: Image, **kwargs) -> None:
    """A text that shows the picture holds its alternative text, caption and credit, and the addresses of its files."""
    showing = Placement.objects.filter(image=image, role=Placement.Role.BODY).values_list("post", flat=True)
    for key in showing.iterator(chunk_size=AT_A_TIME):
        with transaction.atomic():  # one by one: nobody's saving is undone, and nobody waits for all of them
            Post.objects.select_for_update().get(pk=key).save(update_fields=["body"])
    for page in image.pages.all():
        page.print_anew()


@receiver(post_save, sender=Transition)
def tell_of_what_came_or_went(instance: Transition, created: bool, **kwargs) -> None:
    """The journal's row is written in the transaction of the move, and so are the errands: not after the commit, when a
    process that stops would lose them."""
    if created and State.PUBLISHED in (instance.source, instance.target):
        tell_of(instance.post)


@receiver(post_save, sender=Transition)
def write_to_its_authors(instance: Transition, created: bool, **kwargs) -> None:
    """In the transaction of the move, as all letters are."""
    if created:
        tell_authors(instance)


@receiver(post_save, sender=Revision)
def tell_of_what_changed(instance: Revision, created: bool, **kwargs) -> None:
    """As above."""
    if created and instance.post.is_published:
        tell_of(instance.post, instance)


@receiver(post_save, sender=Redirect)
def tell_of_an_address_that_leads_elsewhere(instance: Redirect, created: bool, **kwargs) -> None:
    """As above."""
    if created:
        tell_of_page(iri_to_uri(instance.old_path))


@receiver([post_published, post_changed, post_withdrawn])
def let_it_be_found_as_readers_see_it(post: Post, **kwargs) -> None:
    """Or not at all. What is forgotten here, the sweep finds."""
    search.bring_in_step(post.pk)


@receiver(post_withdrawn)
def forget_its_share_picture(post: Post, **kwargs) -> None:
    """Its words are in it."""
    share_pictures.forget(post)


@receiver(post_save, sender=Post)
def list_it_as_readers_see_it(instance: Post, update_fields=None, **kwargs) -> None:
    """In the transaction of the move: it is on every list from its first moment, and on none after its last."""
    if update_fields is None or LISTED_BY & set(update_fields):
        Listing.objects.bring_in_step(instance.pk)


@receiver([post_save, post_delete], sender=Byline)
def list_it_under_its_authors(instance: Byline, origin=None, **kwargs) -> None:
    """As above. A byline that goes with its story leaves nothing to list."""
    if getattr(origin, "model", type(origin)) is not Post:
        Listing.objects.bring_in_step(instance.post_id)


@receiver(m2m_changed, sender=Post.tags.through)
def list_it_under_its_tags(instance: Post | Tag, action: str, pk_set, **kwargs) -> None:
    """As above. A tag that takes on stories, or lets them go, names them; one that lets go of all does not."""
    if action.startswith("post_") and isinstance(instance, Post):
        Listing.objects.bring_in_step(instance.pk)
    elif action.startswith("post_"):
        listed = Listing.objects.filter(tag_id=instance.pk).values_list("post", flat=True)
        Listing.objects.bring_in_step(*(pk_set or listed))


@receiver(pre_delete, sender=Post)
def let_it_be_found_no_more(instance: Post, **kwargs) -> None:
    """Its words are counted; the database alone would only delete them."""
    search.forget_story(instance.pk)


@receiver(post_save, sender=Author)
@receiver(post_save, sender=Tag)
def find_its_stories_by_its_new_name(instance: Author | Tag, created: bool, **kwargs) -> None:
    """Soon: the sweep reads them."""
    if not created:
        search.mark_stale(instance)


@receiver(image_changed)
def find_its_stories_by_its_new_caption(image: Image, **kwargs) -> None:
    """Soon: the sweep reads them."""
    search.mark_stale(image)
