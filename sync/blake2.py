"""BLAKE2b, the hash of the chain and of all that travels.

hashlib takes it from the same place and brings OpenSSL with it: 3.7 MB in every screen, which needs nothing else of it.
"""

try:
    from _blake2 import blake2b
except ImportError:  # a Python that keeps it elsewhere
    from hashlib import blake2b

__all__ = ["blake2b"]
