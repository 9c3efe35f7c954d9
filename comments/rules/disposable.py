"""Hosts of e-mail addresses that are meant to be thrown away."""

from __future__ import annotations

from comments.rules.subjects import host_and_parents

# The best known of them; an editor adds what turns up.
WELL_KNOWN = """
10minutemail.com
dispostable.com
emailondeck.com
fakeinbox.com
getairmail.com
getnada.com
grr.la
guerrillamail.com
guerrillamail.net
guerrillamail.org
guerrillamailblock.com
inboxkitten.com
jetable.org
mailcatch.com
maildrop.cc
mailinator.com
mailnesia.com
mailsac.com
mintemail.com
moakt.com
mohmal.com
mytemp.email
nada.email
sharklasers.com
spam4.me
spambox.us
spamgourmet.com
temp-mail.io
temp-mail.org
tempail.com
tempmail.net
tempr.email
throwawaymail.com
trash-mail.com
trashmail.com
trbvm.com
yopmail.com
yopmail.fr
yopmail.net
""".split()


def is_disposable(email: str, hosts: frozenset[str]) -> bool:
    """True when `email` is at one of `hosts`, or below one."""
    return any(host in hosts for host in host_and_parents(email.rpartition("@")[2]))
