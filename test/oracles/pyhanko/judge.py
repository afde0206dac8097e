"""What pyHanko says of signed files, one line of JSON for each signature and time-stamp.

Usage: judge.py TRUSTED-FOLDER CRL-FOLDER LIST. Each line of LIST: file, detached content or -, password or -, strict or loose, separated by tabs.
"""

import asyncio
import json
import pathlib
import sys

from asn1crypto import cms, crl, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import (
    async_validate_detached_cms,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko_certvalidator import ValidationContext


def contents(folder):
    return [path.read_bytes() for path in sorted(pathlib.Path(folder).iterdir())]


def context(trusted, lists):
    return ValidationContext(
        trust_roots=[x509.Certificate.load(each) for each in trusted],
        crls=[crl.CertificateList.load(each) for each in lists],
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def tell(path, kind, status):
    # A time-stamp over a document has no bottom line of its own.
    ok = status.bottom_line if hasattr(status, "bottom_line") else status.intact and status.valid and status.trusted
    line = {"file": path, "kind": kind, "ok": bool(ok), "intact": bool(status.intact), "valid": bool(status.valid)}
    for name in ("coverage", "modification_level"):
        value = getattr(status, name, None)
        line[name] = None if value is None else value.name
    print(json.dumps(line))


async def judge(path, content, password, strictness, make):
    if content != "-":
        info = cms.ContentInfo.load(pathlib.Path(path).read_bytes())
        with open(content, "rb") as data:
            status = await async_validate_detached_cms(data, info["content"], signer_validation_context=make())
        tell(path, "signature", status)
        return
    with open(path, "rb") as data:
        reader = PdfFileReader(data, strict=strictness == "strict")
        if password != "-":
            reader.decrypt(password)
        for each in reader.embedded_regular_signatures:
            status = await async_validate_pdf_signature(each, make(), ts_validation_context=make())
            tell(path, "signature", status)
        for each in reader.embedded_timestamp_signatures:
            tell(path, "timestamp", await async_validate_pdf_timestamp(each, make()))


async def main(trusted, lists, work):
    roots, crls = contents(trusted), contents(lists)
    for line in pathlib.Path(work).read_text().splitlines():
        path, content, password, strictness = line.split("\t")
        try:
            await judge(path, content, password, strictness, lambda: context(roots, crls))
        except Exception as error:  # whatever it is, it is no yes
            print(json.dumps({"file": path, "error": repr(error)[:300]}))


asyncio.run(main(*sys.argv[1:4]))
