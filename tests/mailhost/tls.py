# SPDX-License-Identifier: GPL-3.0-or-later
"""A private certificate authority, and good and faulty certificates, made with openssl."""

import dataclasses
import datetime
import hashlib
import os
import pathlib
import shutil
import ssl
import subprocess
import warnings

LOOPBACK_NAMES = ("localhost", "mail.demo.kitte.test")
LOOPBACK_ADDRESSES = ("127.0.0.1", "::1")

TLS_VERSIONS = {
    "1.0": ssl.TLSVersion.TLSv1,
    "1.1": ssl.TLSVersion.TLSv1_1,
    "1.2": ssl.TLSVersion.TLSv1_2,
    "1.3": ssl.TLSVersion.TLSv1_3,
}

_AUTHORITY_DATES = ("20190101000000Z", "20491231000000Z")

# `openssl ca` is the one command of openssl 3.0 that signs for any dates; it wants a small
# database, which nothing else reads.
_CA_CONFIG = """\
[ca]
default_ca = authority
[authority]
database = {folder}/index.txt
new_certs_dir = {folder}
rand_serial = yes
unique_subject = no
default_md = sha256
policy = any
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
"""


class CertificateError(Exception):
    """openssl is missing or refused to make a certificate."""


@dataclasses.dataclass(frozen=True)
class Certificate:
    """What one certificate says, and who vouches for it.

    `issuer` is "ca" (the authority that clients trust), "intermediate" (one signed by that one),
    "stranger" (one that nobody trusts) or "self".  Empty dates mean: valid now.  Without names and
    addresses only `common_name` says whose it is.
    """

    names: tuple[str, ...] = LOOPBACK_NAMES
    addresses: tuple[str, ...] = LOOPBACK_ADDRESSES
    issuer: str = "ca"
    send_intermediate: bool = True
    not_before: str = ""
    not_after: str = ""
    key: str = "ec"
    digest: str = "sha256"
    purpose: str = "serverAuth"
    common_name: str = ""
    must_staple: bool = False


CERTIFICATES = {
    "good": Certificate(),
    "other-name": Certificate(names=("mail.other.test",), addresses=()),
    "expired": Certificate(not_before="20200101000000Z", not_after="20210101000000Z"),
    "not-yet-valid": Certificate(not_before="20400101000000Z", not_after="20410101000000Z"),
    "self-signed": Certificate(issuer="self"),
    "unknown-ca": Certificate(issuer="stranger"),
    "weak": Certificate(key="rsa:2048", digest="sha1"),
    "weak-key": Certificate(key="rsa:768"),
    "for-clients": Certificate(purpose="clientAuth,emailProtection"),
    "intermediate": Certificate(issuer="intermediate"),
    "must-staple": Certificate(must_staple=True),
    "missing-intermediate": Certificate(issuer="intermediate", send_intermediate=False),
}


def _openssl(*arguments):
    """Runs openssl quietly; what it complains about becomes a CertificateError."""
    try:
        subprocess.run(
            ["openssl", *arguments],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except FileNotFoundError as error:
        raise CertificateError("openssl is not installed") from error
    except subprocess.CalledProcessError as error:
        words = error.stderr.decode("utf-8", "replace").strip()
        raise CertificateError(f"openssl {arguments[0]}: {words}") from error


def _own_name(certificate):
    """A file name for a certificate that is not in the table: the same one for the same words."""
    words = repr(certificate).encode("utf-8")
    return "certificate-" + hashlib.sha256(words).hexdigest()[:12]


def _stamp(days):
    """The date so many days from now, as openssl writes it."""
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
    return moment.strftime("%Y%m%d%H%M%SZ")


class Authority:
    """Makes certificates in one folder, each when it is first asked for.

    The folder may be used again by a later run: what is there already is not made anew.
    `ca.pem` is the certificate that clients are told to trust.
    """

    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.ca_file = self.folder / "ca.pem"
        self._work = self.folder / "openssl"
        self._contexts = {}
        if not self.ca_file.exists():
            self._make_authority("ca", "Kitte test authority")

    def context(self, kind="good", lowest=None, highest=None):
        """The server's TLS context for a certificate kind (a name or a Certificate)."""
        key = (kind, lowest, highest)
        if key not in self._contexts:
            self._contexts[key] = self._make_context(kind, lowest, highest)
        return self._contexts[key]

    def certificate(self, kind):
        """The chain and key files of a certificate, made when they are not there yet."""
        wanted = CERTIFICATES[kind] if isinstance(kind, str) else kind
        name = kind if isinstance(kind, str) else _own_name(kind)
        chain = self.folder / f"{name}.pem"
        if not chain.exists():
            self._make_certificate(name, wanted)
        return chain, self.folder / f"{name}.key"

    def _make_context(self, kind, lowest, highest):
        chain, key = self.certificate(kind)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        # Weak keys and old versions are what some tests are about; the client must refuse them.
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.load_cert_chain(chain, key)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = TLS_VERSIONS[lowest or "1.2"]
            context.maximum_version = TLS_VERSIONS[highest or "1.3"]
        return context

    def _write(self, name, text):
        path = self._work / name
        path.write_text(text, encoding="utf-8")
        return path

    def _request(self, name, key, subject):
        """A fresh key and a request to sign it; the key is readable by its owner alone."""
        self._work.mkdir(exist_ok=True)
        self._write("openssl.cnf", _CA_CONFIG.format(folder=self._work))
        self._write("index.txt", "")
        how = ["-newkey", key]
        if key == "ec":
            how += ["-pkeyopt", "ec_paramgen_curve:prime256v1"]
        key_file = self.folder / f"{name}.key"
        _openssl("req", "-new", "-nodes", "-config", self._work / "openssl.cnf",
                 "-subj", f"/CN={subject}", "-keyout", key_file,
                 "-out", self._work / f"{name}.csr", *how)
        os.chmod(key_file, 0o600)

    def _sign(self, name, issuer, dates, digest, extensions):
        """Signs the request called `name`; `issuer` None means by its own key."""
        extension_file = self._write("extensions.cnf", extensions)
        if issuer is None:
            by = ["-selfsign", "-keyfile", self.folder / f"{name}.key"]
        else:
            by = ["-cert", self.folder / f"{issuer}.pem", "-keyfile", self.folder / f"{issuer}.key"]
        _openssl("ca", "-batch", "-notext", "-config", self._work / "openssl.cnf",
                 "-md", digest, "-startdate", dates[0], "-enddate", dates[1],
                 "-extfile", extension_file, "-in", self._work / f"{name}.csr",
                 "-out", self.folder / f"{name}.pem", *by)
        shutil.rmtree(self._work)

    def _make_authority(self, name, subject, issuer=None):
        self._request(name, "ec", subject)
        self._sign(name, issuer, _AUTHORITY_DATES, "sha256",
                   "basicConstraints=critical,CA:TRUE\n"
                   "keyUsage=critical,keyCertSign,cRLSign\n"
                   "subjectKeyIdentifier=hash\n")

    def _issuer_name(self, issuer):
        """The name of an issuer whose files are there; None signs by the certificate's own key."""
        if issuer in ("self", "ca"):
            return None if issuer == "self" else "ca"
        name = f"{issuer}-ca"
        if not (self.folder / f"{name}.pem").exists():
            self._make_authority(name, f"Kitte test {issuer}",
                                 "ca" if issuer == "intermediate" else None)
        return name

    def _make_certificate(self, name, wanted):
        issuer = self._issuer_name(wanted.issuer)
        names = [f"DNS:{entry}" for entry in wanted.names]
        names += [f"IP:{entry}" for entry in wanted.addresses]
        dates = (wanted.not_before or _stamp(-30), wanted.not_after or _stamp(365))
        self._request(name, wanted.key, wanted.common_name or wanted.names[0])
        self._sign(name, issuer, dates, wanted.digest,
                   "basicConstraints=CA:FALSE\n"
                   "keyUsage=digitalSignature,keyEncipherment\n"
                   f"extendedKeyUsage={wanted.purpose}\n"
                   "subjectKeyIdentifier=hash\n"
                   + ("tlsfeature=status_request\n" if wanted.must_staple else "")
                   + (f"subjectAltName={','.join(names)}\n" if names else ""))
        if issuer not in (None, "ca") and wanted.send_intermediate:
            self._append(self.folder / f"{name}.pem", self.folder / f"{issuer}.pem")

    @staticmethod
    def _append(chain, issuer):
        """Puts the issuer's certificate behind the server's, as a server sends them."""
        text = chain.read_text(encoding="ascii") + issuer.read_text(encoding="ascii")
        chain.write_text(text, encoding="ascii")
