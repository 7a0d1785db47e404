"""What each key of the keyboard is called in voice mode: a clip of assets/sounds."""

_TONES = {"\u0301": "dau_sac", "\u0300": "dau_huyen", "\u0309": "dau_hoi", "\u0303": "dau_nga", "\u0323": "dau_nang"}
_LETTERS = {"ă": "aw", "â": "aa", "đ": "dd", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw"}
_KEYS = {"space": "phim_cach", "back": "phim_xoa", "clear": "phim_xoa_het", "digits": "phim_so"}


def sound_of(key: str) -> str:
    """The clip that says this key, "" for a sign without a name."""
    if key in _LETTERS:
        return f"chu_{_LETTERS[key]}"
    return _TONES.get(key) or _KEYS.get(key) or (key.lower() if key.isascii() and key.isalnum() else "")
