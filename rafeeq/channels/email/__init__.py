"""The mail channel: mailboxes in, mailboxes out, and what is special about mail."""
