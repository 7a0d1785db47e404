"""The officials' window: call, serve, transfer, hold, done; keyboard first; and the head's page of the day."""
