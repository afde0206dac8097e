"""pyHanko as a peer to measure against: reads one job a line, prints the seconds each took, stays warm between them.

Jobs, separated by tabs: `verify FILE` or `sign INPUT OUTPUT KEY.pem CERT.pem`. The first line printed is `ready`.
"""

import sys
import time

from asn1crypto import pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

root_path = sys.argv[1]


def certificate(path):
    with open(path, "rb") as file:
        return x509.Certificate.load(pem.unarmor(file.read())[2])


ROOTS = [certificate(root_path)]
SIGNERS = {}


def verify(path):
    with open(path, "rb") as file:
        reader = PdfFileReader(file)
        for each in reader.embedded_signatures:
            context = ValidationContext(trust_roots=ROOTS, allow_fetching=False)
            status = validate_pdf_signature(each, context)
            if not status.bottom_line:
                raise SystemExit("pyHanko does not accept " + path)


def sign(source, target, key, cert):
    if key not in SIGNERS:
        SIGNERS[key] = signers.SimpleSigner.load(key, cert)
    meta = signers.PdfSignatureMetadata(
        field_name="Fojas", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    with open(source, "rb") as data, open(target, "w+b") as out:
        writer = IncrementalPdfFileWriter(data)
        signers.sign_pdf(writer, meta, signer=SIGNERS[key], output=out)


print("ready", flush=True)
for line in sys.stdin:
    what, *args = line.rstrip("\n").split("\t")
    start = time.perf_counter()
    {"verify": verify, "sign": sign}[what](*args)
    print(time.perf_counter() - start, flush=True)
