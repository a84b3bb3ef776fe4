"""What the inbox itself keeps: what somebody is still writing, files on their way, and what colleagues were told."""

from rafeeq.inbox.models.courtesy import Ignored
from rafeeq.inbox.models.device import Device
from rafeeq.inbox.models.draft import Draft, Upload
from rafeeq.inbox.models.later import FollowUp, SavedView
from rafeeq.inbox.models.notice import Notice, NoticeMail

__all__ = ["Device", "Draft", "FollowUp", "Ignored", "Notice", "NoticeMail", "SavedView", "Upload"]
