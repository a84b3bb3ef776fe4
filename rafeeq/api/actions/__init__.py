"""What the JSON door writes: tokens, and webhooks with their deliveries."""

from rafeeq.api.actions.tokens import create_token, note_use, revoke_token

__all__ = ["create_token", "note_use", "revoke_token"]
