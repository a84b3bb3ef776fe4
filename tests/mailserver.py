"""A real Postfix and a real Dovecot on the loopback, with ports and folders of their own, for the tests that need them.

Everybody in USERS has a mailbox; whoever else is written to in DOMAIN gets no mail, and the sender a real report.
"""

import contextlib
import imaplib
import os
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from tests.postgres import die_with_parent

DOMAIN = "desk.test"
SUPPORT, SALES, SARA, NOBODY = (f"{name}@{DOMAIN}" for name in ("support", "sales", "sara", "nobody"))
USERS = (SUPPORT, SALES, SARA)
PASSWORD = "pw"
PATIENCE = 120.0  # seconds until what must happen has failed to happen

DOVECOT = """
base_dir = {folder}/dovecot
state_dir = {folder}/dovecot
instance_name = rafeeq-test
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
log_path = {folder}/dovecot.log
mail_location = maildir:{folder}/mail/%u
mail_uid = mail
mail_gid = mail
first_valid_uid = 1
mail_fsync = never
default_internal_user = dovecot
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
"""

POSTFIX = """
compatibility_level = 3.6
queue_directory = {folder}/postfix/queue
data_directory = {folder}/postfix/data
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file_prefixes = /var, /tmp, {folder}
maillog_file = {folder}/postfix.log
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.{domain}
mydestination =
local_transport = error:no
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = {domain}
virtual_mailbox_maps = static:all
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
default_transport = error:loopback only
relay_transport = error:loopback only
recipient_delimiter = +
smtputf8_enable = yes
alias_maps =
"""

# service, type, private, unprivileged, chroot, wake-up, most processes, command
MASTER = """
127.0.0.1:{smtp} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
smtp unix - - n - - smtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""

Found = TypeVar("Found")


def until(look: Callable[[], Found], what: str = "it", patience: float = PATIENCE) -> Found:
    """What `look` returns as soon as that is something; fails the test when it stays nothing."""
    deadline, pause = time.monotonic() + patience, threading.Event()
    while time.monotonic() < deadline:
        if found := look():
            return found
        pause.wait(0.05)
    raise AssertionError(f"{what} did not happen within {patience:.0f} seconds")


@dataclass
class MailServer:
    """Both servers, running."""

    folder: Path
    smtp: int
    imap: int
    lmtp: int
    postfix: subprocess.Popen[bytes]
    dovecot: subprocess.Popen[bytes]

    @classmethod
    def start(cls) -> "MailServer":
        """Start both in a new folder and wait until they answer."""
        folder = Path(tempfile.mkdtemp(prefix="rafeeq-mail-"))
        folder.chmod(0o755)
        smtp, imap, lmtp = free_ports(3)
        for name in ("mail", "dovecot", "postfix/conf", "postfix/queue", "postfix/data"):
            (folder / name).mkdir(parents=True)
        shutil.chown(folder / "mail", "mail", "mail")
        shutil.chown(folder / "postfix/data", "postfix")
        said = {"folder": folder, "smtp": smtp, "imap": imap, "lmtp": lmtp, "domain": DOMAIN}
        (folder / "users").write_text("".join(f"{user}:{{PLAIN}}{PASSWORD}\n" for user in USERS))
        (folder / "dovecot.conf").write_text(DOVECOT.format(**said))
        (folder / "postfix/conf/main.cf").write_text(POSTFIX.format(**said))
        (folder / "postfix/conf/master.cf").write_text(MASTER.format(**said).lstrip())
        postfix = run(["postfix", "-c", str(folder / "postfix/conf"), "start-fg"], folder / "postfix.out")
        server = cls(folder, smtp, imap, lmtp, postfix, cls._start_dovecot(folder))
        server.wait()
        return server

    @staticmethod
    def _start_dovecot(folder: Path) -> "subprocess.Popen[bytes]":
        return run(["dovecot", "-F", "-c", str(folder / "dovecot.conf")], folder / "dovecot.out")

    def wait(self) -> None:
        """Return once both answer."""
        try:
            until(lambda: all(answers(port) for port in (self.smtp, self.imap, self.lmtp)), "the start of mail servers")
        except AssertionError:
            logs = [path.read_text()[-500:] for path in self.folder.glob("*.out")]
            logs += [path.read_text()[-1500:] for path in self.folder.glob("*.log")]
            raise AssertionError("mail servers did not start: " + "\n".join(logs)) from None

    def stop(self) -> None:
        """End both and remove their folder."""
        master = self.folder / "postfix/queue/pid/master.pid"
        pid = int(master.read_text()) if master.exists() else 0
        end(self.postfix)  # the script alone: the server that it has started leads a group of its own
        if pid:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
        end(self.dovecot)
        shutil.rmtree(self.folder, ignore_errors=True)

    def stop_dovecot(self) -> None:
        """The mailbox server goes away."""
        end(self.dovecot)

    def start_dovecot(self) -> None:
        """It comes back."""
        self.dovecot = self._start_dovecot(self.folder)
        self.wait()

    def renumber(self, user: str) -> None:
        """Let the server number this user's mails anew, as after a restored backup."""
        with self.mailbox(user) as mailbox:
            _ok, [status] = mailbox.status("INBOX", "(UIDVALIDITY)")
        validity = int(status.split()[-1].rstrip(b")"))
        command = ["doveadm", "-c", str(self.folder / "dovecot.conf"), "mailbox", "update", "-u", user]
        subprocess.run([*command, "--uid-validity", str(validity + 100), "INBOX"], check=True, capture_output=True)

    def send(self, raw: bytes, *to: str, sender: str = SARA) -> None:
        """Hand a mail to Postfix as a mail program does."""
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=PATIENCE) as server:
            server.sendmail(sender, list(to), raw)

    @contextlib.contextmanager
    def mailbox(self, user: str) -> Iterator[imaplib.IMAP4]:
        """A signed-in IMAP connection of the standard library."""
        with imaplib.IMAP4("127.0.0.1", self.imap, timeout=PATIENCE) as server:
            server.login(user, PASSWORD)
            server.select("INBOX")
            yield server

    def mails(self, user: str) -> list[bytes]:
        """Every mail in a mailbox, the oldest first; looking changes nothing."""
        with self.mailbox(user) as mailbox:
            _ok, [numbers] = mailbox.search(None, "ALL")
            fetched = [mailbox.fetch(number, "(BODY.PEEK[])")[1][0] for number in numbers.split()]
            return [part[1] for part in fetched if isinstance(part, tuple)]

    def unread(self, user: str) -> int:
        """How many mails nobody has fetched yet."""
        with self.mailbox(user) as mailbox:
            _ok, [numbers] = mailbox.search(None, "UNSEEN")
            return len(numbers.split())

    def arrived(self, user: str, count: int) -> list[bytes]:
        """Wait until so many mails lie in the mailbox and return them."""
        return until(lambda: mails if len(mails := self.mails(user)) >= count else [], f"{count} mails for {user}")

    def empty(self) -> None:
        """Throw away every mail, for the next test."""
        for user in USERS:
            with self.mailbox(user) as mailbox:
                _ok, [numbers] = mailbox.search(None, "ALL")
                for number in numbers.split():
                    mailbox.store(number, "+FLAGS", "\\Deleted")
                mailbox.expunge()

    def imap_url(self, user: str) -> str:
        """The mailbox as an operator enters it."""
        return f"imap://{user.replace('@', '%40')}:{PASSWORD}@127.0.0.1:{self.imap}"

    def smtp_url(self) -> str:
        """The outgoing server as an operator enters it."""
        return f"smtp://127.0.0.1:{self.smtp}"


def run(command: Sequence[str], output: Path) -> "subprocess.Popen[bytes]":
    """Start a server in the foreground; it ends when the tests are killed."""
    with output.open("ab") as file:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - it does one system call
        )  # fmt: skip


def end(process: "subprocess.Popen[bytes]") -> None:
    """End a server and everything it started: some of it would talk on with its clients for a while."""
    process.send_signal(signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(5)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # its own session, hence its own group
    process.wait()


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens at."""
    with contextlib.ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def answers(port: int) -> bool:
    """Whether a server greets there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            return bool(connection.recv(1))
    except OSError:
        return False


@pytest.fixture(scope="session")
def mail_servers() -> Iterator[MailServer]:
    """The servers of this test process, started when a test first asks."""
    server = MailServer.start()
    yield server
    server.stop()


@pytest.fixture
def mailserver(mail_servers: MailServer) -> MailServer:
    """The servers, with empty mailboxes."""
    mail_servers.empty()
    return mail_servers
