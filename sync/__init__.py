"""The book: on disk, across the center's LAN, up to the province. No Qt here."""
