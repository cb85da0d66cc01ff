"""Every kind of endpoint that Handbell knows, and how each is built from its settings: a table, nothing is searched for.

The settings of a kind, as they are kept encrypted and handed in here:

``imap`` (a mailbox)
    ``host``, ``port`` (usual: 993, or 143), ``tls`` (``implicit``, ``starttls``; ``none`` on this machine alone), ``user``,
    ``password`` or ``oauth``, ``folder`` (usual: ``INBOX``; ``\\Junk`` finds the junk folder by its use), ``ca_file`` (the
    certificates of a school that signs its own; usual: the machine's).
``graph`` (a mailbox at Microsoft 365), ``gmail`` (one at Google)
    ``user`` (the mailbox's address), ``oauth``; inbox and junk are read as one. ``folders`` (Graph alone: names with blanks
    between them; usual: ``inbox junkemail``), ``url`` (the service; usual: the vendor's own).
``graph_out``, ``gmail_out`` (channels)
    ``user`` (the mailbox that mail goes out from), ``oauth``, ``url``.
``smtp`` (a channel)
    ``host``, ``port`` (usual: 465, 587 or 25), ``tls``, ``user`` and ``password`` or ``oauth`` (none of them where a server on
    this machine asks for no login), ``address`` (the mailbox that mail goes out from; usual: ``user``), ``ca_file``.
``simulator`` (a channel)
    ``folder`` (where letters are kept), ``address``.

``connector`` (a channel that calls us)
    ``key``, and while it is being rotated ``old_key`` with ``old_key_until``, an ISO moment.
``twilio`` (a channel that calls us and that we call)
    the same, ``key`` being the account's auth token; to send, ``account`` (its SID), ``number`` (ours, as +447…), ``callback``
    (the public address at which it tells what became of a text), ``url`` (the service; usual: the vendor's own).

``twitter``, ``youtube`` (publishers)
    ``oauth`` (of the account itself), ``url`` (the service; usual: the vendor's own).

``oauth`` is ``{"vendor": "microsoft", "google" or "x", "client_id", "client_secret", "tenant" (Microsoft), "refresh_token",
"scope", "token_url"}``; without a refresh token Microsoft is asked with the client's own credentials; the last two have
usual values.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from gateway.domain.social import TWITTER, YOUTUBE
from gateway.domain.texts import number_of
from gateway.ports.channels import Channel, HookChannel, Mailbox, SigningKey
from gateway.ports.errors import Misconfigured
from gateway.ports.social import SocialPublisher
from integrations.connector.channel import Connector
from integrations.http import is_this_machine
from integrations.oauth import OAuthTokens, grant_from
from integrations.school_email import gmail, graph, imap, smtp
from integrations.school_email.gmail_out import GmailChannel
from integrations.school_email.graph_out import GraphChannel
from integrations.school_email.server import login_from, server_from
from integrations.school_email.wire import mail_of
from integrations.settings import word
from integrations.simulator.paper import PaperChannel
from integrations.x.publisher import URL as X
from integrations.x.publisher import XPublisher
from integrations.youtube.publisher import URL as YOUTUBE_API
from integrations.youtube.publisher import YouTubePublisher

Settings = Mapping[str, Any]
Keep = Callable[[str], None]
"""Given each new refresh token that a sign-in service hands out, to be stored in the place of the old one."""


def open_mailbox(kind: str, settings: Settings, *, keep: Keep) -> Mailbox:
    """A mailbox of a kind; nothing is connected yet. Raises Misconfigured with what to correct."""
    if kind not in MAILBOXES:
        raise Misconfigured(f"There is no kind of mailbox called {kind!r}; choose one of {', '.join(MAILBOXES)}.")
    return MAILBOXES[kind](settings, keep)


def build_channel(kind: str, settings: Settings, *, keep: Keep) -> Channel:
    """A channel of a kind; nothing is connected yet. Raises Misconfigured with what to correct."""
    if kind not in CHANNELS:
        raise Misconfigured(f"There is no way of sending called {kind!r}; choose one of {', '.join(CHANNELS)}.")
    return CHANNELS[kind](settings, keep)


def build_hook(kind: str, settings: Settings) -> HookChannel:
    """A channel that calls us, of a kind. Raises Misconfigured with what to correct."""
    if kind not in HOOKS:
        raise Misconfigured(f"There is no kind of caller called {kind!r}; choose one of {', '.join(HOOKS)}.")
    return HOOKS[kind](settings)


def build_publisher(network: str, settings: Settings, *, keep: Keep) -> SocialPublisher:
    """The publisher of a network; nothing is connected yet. Raises Misconfigured with what to correct."""
    if network not in PUBLISHERS:
        raise Misconfigured(f"There is no network called {network!r}; choose one of {', '.join(PUBLISHERS)}.")
    return PUBLISHERS[network](settings, keep)


def _x(settings: Settings, keep: Keep) -> SocialPublisher:
    return XPublisher(_own_tokens(settings, keep, vendor="x", scope=""), url=word(settings, "url") or X)


def _youtube(settings: Settings, keep: Keep) -> SocialPublisher:
    tokens = _own_tokens(settings, keep, vendor="google", scope="")
    return YouTubePublisher(tokens, url=word(settings, "url") or YOUTUBE_API)


def _connector(settings: Settings) -> HookChannel:
    return Connector(_keys(settings))


def _twilio_hook(settings: Settings) -> HookChannel:
    from integrations.schoolcomms.channel import (
        TextHook,
    )

    return TextHook(_keys(settings))


def _keys(settings: Settings) -> list[SigningKey]:
    keys = [SigningKey(word(settings, "key"))]
    if settings.get("old_key"):
        keys.append(SigningKey(word(settings, "old_key"), datetime.fromisoformat(word(settings, "old_key_until"))))
    if not all(one.secret for one in keys):
        raise Misconfigured("The secret of the endpoint is missing; rotate it.")
    return keys


def _twilio(settings: Settings, keep: Keep) -> Channel:
    from integrations.schoolcomms.channel import URL, TextChannel

    account, token, number, callback = (word(settings, one) for one in ("account", "key", "number", "callback"))
    if not (account and token and callback and number and number_of(number) == number):
        raise Misconfigured(
            "The account, token, number or callback of the school's text number is missing; open it again."
        )
    return TextChannel(account, token, number=number, callback=callback, url=word(settings, "url") or URL)


def _imap(settings: Settings, keep: Keep) -> Mailbox:
    server = server_from(settings, ports=imap.PORTS)
    login = login_from(settings, _tokens(settings, keep))
    return imap.ImapMailbox(server, login, word(settings, "folder", default="INBOX") or "INBOX")


def _smtp(settings: Settings, keep: Keep) -> Channel:
    server = server_from(settings, ports=smtp.PORTS)
    without_login = is_this_machine(server.host) and not any(settings.get(one) for one in ("user", "password", "oauth"))
    login = None if without_login else login_from(settings, _tokens(settings, keep))
    return smtp.SmtpChannel(server, login, address=_address(settings), limits=smtp.Limits())


def _graph(settings: Settings, keep: Keep) -> Mailbox:
    folders = word(settings, "folders").split() or graph.FOLDERS
    if not all(one.isascii() and one.replace("-", "").replace("_", "").replace("=", "").isalnum() for one in folders):
        raise Misconfigured("The folders are not names that Graph knows; write for example inbox junkemail.")
    tokens = _own_tokens(settings, keep, vendor="microsoft", scope=graph.SCOPE)
    return graph.GraphMailbox(_user(settings), tokens, url=word(settings, "url") or graph.URL, folders=folders)


def _gmail(settings: Settings, keep: Keep) -> Mailbox:
    tokens = _own_tokens(settings, keep, vendor="google", scope=gmail.SCOPE)
    return gmail.GmailMailbox(_user(settings), tokens, url=word(settings, "url") or gmail.URL)


def _graph_out(settings: Settings, keep: Keep) -> Channel:
    tokens = _own_tokens(settings, keep, vendor="microsoft", scope=graph.SCOPE)
    return GraphChannel(_user(settings), tokens, url=word(settings, "url") or graph.URL)


def _gmail_out(settings: Settings, keep: Keep) -> Channel:
    tokens = _own_tokens(settings, keep, vendor="google", scope=gmail.SCOPE)
    return GmailChannel(_user(settings), tokens, url=word(settings, "url") or gmail.URL)


def _simulator(settings: Settings, keep: Keep) -> Channel:
    folder = word(settings, "folder")
    if not folder:
        raise Misconfigured("The folder for the letters is missing; enter it.")
    mail = partial(mail_of, from_address=_address(settings), eight_bit=True)
    return PaperChannel(Path(folder), mail_of=mail)


def _address(settings: Settings) -> str:
    address = word(settings, "address") or word(settings, "user")
    if not _is_address(address):
        raise Misconfigured("The address that mail goes out from (address) is missing; enter it.")
    return address


def _user(settings: Settings) -> str:
    user = word(settings, "user")
    if not _is_address(user):
        raise Misconfigured("The mailbox's address (user) is missing; enter it.")
    return user


def _is_address(word: str) -> bool:
    local, _, domain = word.rpartition("@")
    return bool(local and domain) and not any(one.isspace() or one in "<>" for one in word)


def _own_tokens(settings: Settings, keep: Keep, *, vendor: str, scope: str) -> OAuthTokens:
    """The tokens of a mailbox that is read or written through its vendor's own service, which takes no password."""
    oauth = settings.get("oauth")
    if isinstance(oauth, dict):
        if oauth.get("vendor", vendor) != vendor:
            raise Misconfigured(f"The OAuth settings are another vendor's; this wants {vendor}.")
        oauth = {"scope": scope} | oauth | {"vendor": vendor}
    tokens = _tokens({"oauth": oauth}, keep)
    if tokens is None:
        raise Misconfigured("This takes no password; enter its OAuth settings (oauth).")
    return tokens


def _tokens(settings: Settings, keep: Keep) -> OAuthTokens | None:
    oauth = settings.get("oauth")
    if not oauth:
        return None
    if not isinstance(oauth, dict):
        raise Misconfigured("The OAuth settings cannot be read; connect it again.")
    return _source(json.dumps(oauth, sort_keys=True), keep)


def _source(said: str, keep: Keep) -> OAuthTokens:
    """One source for one grant, or a poll each minute would ask for a token each minute."""
    with _turn:
        if said not in _sources:
            if len(_sources) >= MOST_SOURCES:
                del _sources[next(iter(_sources))]
            _sources[said] = OAuthTokens(grant_from(json.loads(said)), keep=keep)
        return _sources[said]


MOST_SOURCES = 256
_sources: dict[str, OAuthTokens] = {}
_turn = threading.Lock()

MAILBOXES: Mapping[str, Callable[[Settings, Keep], Mailbox]] = {"imap": _imap, "graph": _graph, "gmail": _gmail}
CHANNELS: Mapping[str, Callable[[Settings, Keep], Channel]] = {
    "smtp": _smtp,
    "graph_out": _graph_out,
    "gmail_out": _gmail_out,
    "simulator": _simulator,
    "twilio": _twilio,
}
PUBLISHERS: Mapping[str, Callable[[Settings, Keep], SocialPublisher]] = {TWITTER: _x, YOUTUBE: _youtube}
HOOKS: Mapping[str, Callable[[Settings], HookChannel]] = {"connector": _connector, "twilio": _twilio_hook}
