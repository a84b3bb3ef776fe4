"""Journeys may ask for real mail servers."""

from tests.mailserver import mail_servers, mailserver

__all__ = ["mail_servers", "mailserver"]
