"""How a Vietnamese syllable is built: its initials, its rimes, and the vowel that carries the tone."""

from functools import lru_cache

_INITIALS = "b c d đ g h k l m n p q r s t v x ch gh gi kh ng nh ph qu th tr ngh"
INITIALS = frozenset(("", *_INITIALS.split()))
# Every rime of the written language, without tone. Foreign finals (xoong, goòng, tóc-kê) included.
_RIMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êng
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeng oeo oet oi om on ong oong
    ooc op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt ơng
    u ua uân uâng uât uây uc uê uêch uênh uên ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh
    uyt uyu uyn uyp uôp
    ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu ưm ưn
    y yêm yên yêng yêt yêu ych ynh yt ym yn
"""
RIMES = frozenset(_RIMES.split())
_PLAIN = str.maketrans("ăâêôơư", "aaeoou")
# A plain letter may yet become a shaped one, a shaped one stays.
_MAY_BE = {"a": "aăâ", "e": "eê", "o": "oôơ", "u": "uư"}
VOWELS = frozenset("aăâeêioôơuưy")
_BY_PLAIN: dict[str, list[str]] = {}
for _rime in RIMES:
    for _end in range(len(_rime) + 1):
        _BY_PLAIN.setdefault(_rime[:_end].translate(_PLAIN), []).append(_rime[:_end])


@lru_cache(maxsize=4000)
def fits_a_rime(rest: str) -> bool:
    """Whether these letters begin a rime, plain letters standing also for their shaped ones."""
    return any(
        all(have in _MAY_BE.get(want, want) for want, have in zip(rest, begun, strict=True))
        for begun in _BY_PLAIN.get(rest.translate(_PLAIN), ())
    )


def is_rime(rest: str) -> bool:
    return rest in RIMES


def vowel_under_tone(rest: str) -> int:
    """The place of the vowel that carries the tone in a rime ("oa": 0, "oan": 1, "uyên": 2, "ươi": 1)."""
    shaped = [place for place, letter in enumerate(rest) if letter in "ăâêôơư"]
    if shaped:
        return shaped[-1]
    vowels = next((place for place, letter in enumerate(rest) if letter not in VOWELS), len(rest))
    if vowels < len(rest):  # closed: the last vowel before the consonant
        return max(0, vowels - 1)
    return 1 if vowels == 3 else 0
