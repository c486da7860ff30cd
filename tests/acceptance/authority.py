# SPDX-License-Identifier: GPL-3.0-or-later
"""A private certificate authority by openssl, with good certificates and bad ones."""

import datetime
import os
import subprocess

CONFIGURATION = """
[ ca ]
default_ca = own
[ own ]
dir = {folder}
new_certs_dir = {folder}
database = {folder}/index.txt
serial = {folder}/serial
default_md = sha256
policy = any
email_in_dn = no
copy_extensions = none
unique_subject = no
[ any ]
commonName = supplied
"""

FOR_AUTHORITY = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n" \
                "subjectKeyIdentifier=hash\n"
FOR_SERVER = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n" \
             "extendedKeyUsage=serverAuth\nsubjectKeyIdentifier=hash\n" \
             "authorityKeyIdentifier=keyid\nsubjectAltName={names}\n"


def _openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, timeout=30, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def _moment(days):
    moment = datetime.datetime.utcnow() + datetime.timedelta(days=days)
    return moment.strftime("%Y%m%d%H%M%SZ")


def _write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
    return path


class Authority:
    """Issues certificates in its own folder; `certificate` is the file to be trusted."""

    def __init__(self, folder, name):
        os.makedirs(folder)
        self.folder = folder
        self.key = os.path.join(folder, "authority.key")
        self.certificate = os.path.join(folder, "authority.pem")
        self.configuration = _write(os.path.join(folder, "ca.cnf"),
                                    CONFIGURATION.format(folder=folder))
        _write(os.path.join(folder, "index.txt"), "")
        _write(os.path.join(folder, "serial"), "1000\n")
        extensions = _write(os.path.join(folder, "authority.ext"), FOR_AUTHORITY)
        request = self._request("authority", name, self.key)
        _openssl("x509", "-req", "-in", request, "-signkey", self.key, "-days", "3650",
                 "-extfile", extensions, "-out", self.certificate)

    def _request(self, stem, common_name, key):
        request = os.path.join(self.folder, stem + ".csr")
        _openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                 "-keyout", key, "-subj", "/CN=" + common_name, "-out", request)
        return request

    def issue(self, stem, names, days=(-10, 300)):
        """A certificate for `names`, valid from and to so many days from now: its PEM and key."""
        begin, end = (_moment(number) for number in days)
        key = os.path.join(self.folder, stem + ".key")
        certificate = os.path.join(self.folder, stem + ".pem")
        request = self._request(stem, names[0], key)
        extensions = _write(os.path.join(self.folder, stem + ".ext"), FOR_SERVER.format(
            names=",".join("DNS:" + name for name in names)))
        _openssl("ca", "-batch", "-notext", "-config", self.configuration, "-keyfile", self.key,
                 "-cert", self.certificate, "-in", request, "-extfile", extensions,
                 "-startdate", begin, "-enddate", end, "-out", certificate)
        return certificate, key
