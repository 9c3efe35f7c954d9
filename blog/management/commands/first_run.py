"""`manage.py first_run`: what a new site needs before it is shown: a story to read and an account to sign in with."""

import secrets

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from blog.demo.pages import seed_pages
from blog.demo.story import editor_of_the_demo, seed_story
from blog.models import Post, User


class Command(BaseCommand):
    help = "Load the demonstration if the site is empty, make the first account, and say where everything is."

    def add_arguments(self, parser):
        parser.add_argument("--address", default=settings.SITE_ADDRESS, help="where the site is about to be served")

    def handle(self, *, address, **options):
        if not Post.objects.exists():
            seed_story()
            seed_pages()
        newest = Post.objects.published().newest_first().first()
        self.stdout.write(f"\n  The page   {address}{newest.get_absolute_url() if newest else '/'}")
        self.stdout.write(f"  The desk   {address}{reverse('admin:index')}")
        self.stdout.write(f"  Sign in    {self._sign_in()}\n")

    def _sign_in(self) -> str:
        """How to sign in; the first time, with a password that is shown this once and kept only as a hash."""
        if any(user.has_usable_password() for user in User.objects.filter(is_superuser=True, is_active=True)):
            return "with your account (forgotten the password? python3 run.py changepassword editor)"
        editor, password = editor_of_the_demo(), secrets.token_urlsafe(12)
        editor.is_staff = editor.is_superuser = True
        editor.set_password(password)
        editor.save()
        return f"as {editor.get_username()} with the password {password} (shown this once)"
