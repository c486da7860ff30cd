# SPDX-License-Identifier: GPL-3.0-or-later
"""The server's side of the SASL mechanisms, for all three protocols.

Each mechanism is a coroutine: given the store, a way to ask and the client's initial response
(None when there was none), it returns the account that signed in, or None.
"""

import base64
import hashlib
import hmac
import os
import re
import secrets
import time

_DIGEST_REALM = "demo.kitte.test"


class Malformed(Exception):
    """The client's response cannot be read."""


def decode_response(text):
    """The bytes of a response as it stands on the wire; "=" means empty (RFC 4959)."""
    if text == "=":
        return b""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Malformed("not base64") from error


def encode_challenge(challenge):
    """A challenge as it goes on the wire."""
    return base64.b64encode(challenge).decode("ascii")


async def _plain(store, ask, initial):
    """RFC 4616."""
    response = await ask(b"") if initial is None else initial
    parts = response.split(b"\0")
    if len(parts) != 3:
        raise Malformed("PLAIN wants three parts")
    return store.check(_text(parts[1]), _text(parts[2]))


async def _login(store, ask, initial):
    """The LOGIN mechanism, which was never standardised."""
    user = await ask(b"Username:") if initial is None else initial
    password = await ask(b"Password:")
    return store.check(_text(user), _text(password))


async def _cram_md5(store, ask, _initial):
    """RFC 2195."""
    challenge = f"<{secrets.token_hex(8)}.{int(time.time())}@localhost>".encode("ascii")
    user, _, answer = _text(await ask(challenge)).rpartition(" ")
    account = store.find(user)
    if account is None:
        return None
    right = hmac.new(account.password.encode("utf-8"), challenge, hashlib.md5).hexdigest()
    return account if hmac.compare_digest(right, answer) else None


async def _digest_md5(store, ask, _initial):
    """RFC 2831, for authentication alone (qop "auth")."""
    nonce = secrets.token_hex(16)
    challenge = (f'realm="{_DIGEST_REALM}",nonce="{nonce}",qop="auth",'
                 "algorithm=md5-sess,charset=utf-8")
    given = _directives(_text(await ask(challenge.encode("utf-8"))))
    if given.get("nonce") != nonce or given.get("qop", "auth") != "auth":
        raise Malformed("the nonce or the quality of protection differs")
    account = store.find(given.get("username", ""))
    if account is None:
        return None
    if not {"cnonce", "nc", "digest-uri"} <= set(given):
        raise Malformed("a directive is missing")
    right = _digest_response(given, account.password, "AUTHENTICATE")
    if not hmac.compare_digest(right, given.get("response", "")):
        return None
    await ask(b"rspauth=" + _digest_response(given, account.password, "").encode("ascii"))
    return account


def _directives(text):
    """The key="value" pairs of a DIGEST-MD5 response."""
    pairs = re.findall(r'([a-z-]+)=(?:"((?:[^"\\]|\\.)*)"|([^",\s]*))', text)
    return {key: re.sub(r"\\(.)", r"\1", quoted) or bare for key, quoted, bare in pairs}


def _digest_response(given, password, verb):
    """The response value of RFC 2831 section 2.1.2.1; the server's own has an empty verb."""
    secret = _latin_or_utf8(f"{given['username']}:{given.get('realm', '')}:{password}")
    start = hashlib.md5(secret).digest() + f":{given['nonce']}:{given['cnonce']}".encode("utf-8")
    if "authzid" in given:
        start += f":{given['authzid']}".encode("utf-8")
    key = hashlib.md5(start).hexdigest()
    what = hashlib.md5(f"{verb}:{given['digest-uri']}".encode("utf-8")).hexdigest()
    whole = f"{key}:{given['nonce']}:{given['nc']}:{given['cnonce']}:auth:{what}"
    return hashlib.md5(whole.encode("utf-8")).hexdigest()


def _latin_or_utf8(text):
    """RFC 2831 section 2.1.2.1: text that ISO 8859-1 can hold is hashed in it."""
    try:
        return text.encode("iso-8859-1")
    except UnicodeEncodeError:
        return text.encode("utf-8")


def _scram(digest):
    """RFC 5802, without channel binding."""

    async def mechanism(store, ask, initial, rounds):
        first = _text(await ask(b"") if initial is None else initial)
        header, bare = _split_gs2(first)
        wanted = _attributes(bare)
        account = store.find(wanted.get("n", "").replace("=2C", ",").replace("=3D", "="))
        salt = os.urandom(16)
        nonce = wanted.get("r", "") + secrets.token_urlsafe(16)
        challenge = f"r={nonce},s={encode_challenge(salt)},i={rounds}"
        final = _text(await ask(challenge.encode("utf-8")))
        without_proof, _, proof = final.rpartition(",p=")
        given = _attributes(without_proof)
        if given.get("r") != nonce or decode_response(given.get("c", "")) != header.encode():
            raise Malformed("the nonce or the header differs")
        if account is None:
            return None
        signature = _scram_server_signature(
            digest, _salted(digest, account.password, salt, rounds),
            f"{bare},{challenge},{without_proof}", proof)
        if signature is None:
            return None
        await ask(b"v=" + base64.b64encode(signature))
        return account

    return mechanism


def _split_gs2(first):
    """The GS2 header and the rest of the client's first message."""
    flag, _, rest = first.partition(",")
    identity, _, bare = rest.partition(",")
    if flag not in ("n", "y"):
        raise Malformed("channel binding is not offered")
    return f"{flag},{identity},", bare


def _attributes(text):
    return dict(part.split("=", 1) for part in text.split(",") if "=" in part)


def _salted(digest, password, salt, rounds):
    return hashlib.pbkdf2_hmac(digest, password.encode("utf-8"), salt, rounds)


def _scram_server_signature(digest, salted, auth_message, proof):
    """The server's signature when the client's proof is right, else None."""
    client_key = hmac.digest(salted, b"Client Key", digest)
    stored_key = hashlib.new(digest, client_key).digest()
    message = auth_message.encode("utf-8")
    signature = hmac.digest(stored_key, message, digest)
    right = bytes(a ^ b for a, b in zip(client_key, signature))
    if not hmac.compare_digest(right, decode_response(proof)):
        return None
    return hmac.digest(hmac.digest(salted, b"Server Key", digest), message, digest)


def _text(data):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed("not UTF-8") from error


MECHANISMS = {
    "PLAIN": _plain,
    "LOGIN": _login,
    "CRAM-MD5": _cram_md5,
    "DIGEST-MD5": _digest_md5,
    "SCRAM-SHA-1": _scram("sha1"),
    "SCRAM-SHA-256": _scram("sha256"),
}

# These take the number of hashing rounds too.
SALTED = frozenset({"SCRAM-SHA-1", "SCRAM-SHA-256"})

# These send the password itself, so an honest server wants TLS first.
CLEARTEXT = frozenset({"PLAIN", "LOGIN"})
