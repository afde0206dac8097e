"""Documents signed by pyHanko in the shapes that are met in the wild, and what honest and dishonest programs do to them later.

Usage: make.py FOLDER. Writes NAME.pdf files, trusted/root.cer, and list.tsv: name and what it is (good, bad), separated by a tab.
"""

import datetime
import io
import pathlib
import re
import sys

from asn1crypto import keys, x509
from cryptography import x509 as cx
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

NAME, DICT, ARRAY, NUM = generic.NameObject, generic.DictionaryObject, generic.ArrayObject, generic.NumberObject
folder = pathlib.Path(sys.argv[1])
(folder / "trusted").mkdir(parents=True, exist_ok=True)
rows = []


def keep(name, kind, data):
    (folder / f"{name}.pdf").write_bytes(data)
    rows.append(f"{name}\t{kind}")


# People and authorities -----------------------------------------------------------------------------------------------

now = datetime.datetime.now(datetime.timezone.utc)


def certificate(subject, key, issuer, issuer_key, ca=False, usage="sign", days=700):
    name = lambda text: cx.Name([cx.NameAttribute(NameOID.COMMON_NAME, text)])
    builder = (
        cx.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(key.public_key())
        .serial_number(cx.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=30))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(cx.BasicConstraints(ca, None), critical=True)
        .add_extension(cx.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(cx.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .add_extension(
            cx.KeyUsage(not ca, not ca and usage == "sign", False, False, False, ca, ca, False, False), critical=True
        )
    )
    if usage == "stamp":
        builder = builder.add_extension(cx.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return builder.sign(issuer_key, hashes.SHA256())


def asn(cert):
    return x509.Certificate.load(cert.public_bytes(serialization.Encoding.DER))


def private(key):
    return keys.PrivateKeyInfo.load(
        key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


root_key, signer_key, second_key, tsa_key = [rsa.generate_private_key(65537, 2048) for _ in range(4)]
ec_key = ec.generate_private_key(ec.SECP256R1())
root = certificate("Raiz ajena", root_key, "Raiz ajena", root_key, ca=True, days=3000)
issue = lambda name, key, **more: certificate(name, key, "Raiz ajena", root_key, **more)
signer_cert, second_cert = issue("Fiscal Uno", signer_key), issue("Juez Dos", second_key)
ec_cert, tsa_cert = issue("Defensora Tres", ec_key), issue("Sellador", tsa_key, usage="stamp")
from cryptography.hazmat.primitives.serialization import pkcs12

(folder / "signer.p12").write_bytes(
    pkcs12.serialize_key_and_certificates(b"juez", second_key, second_cert, [root], serialization.BestAvailableEncryption(b"clave"))
)
(folder / "trusted" / "root.cer").write_bytes(root.public_bytes(serialization.Encoding.DER))
registry = SimpleCertificateStore.from_certs([asn(root)])


def person(cert, key, **more):
    return signers.SimpleSigner(signing_cert=asn(cert), signing_key=private(key), cert_registry=registry, **more)


one, two, three = person(signer_cert, signer_key), person(second_cert, second_key), person(ec_cert, ec_key)
pss = person(signer_cert, signer_key, prefer_pss=True)
tsa = DummyTimeStamper(asn(tsa_cert), private(tsa_key), certs_to_embed=registry)
empty_crl = (
    cx.CertificateRevocationListBuilder()
    .issuer_name(root.subject)
    .last_update(now - datetime.timedelta(hours=1))
    .next_update(now + datetime.timedelta(days=7))
    .add_extension(cx.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
    .add_extension(cx.CRLNumber(1), critical=False)
    .sign(root_key, hashes.SHA256())
    .public_bytes(serialization.Encoding.DER)
)
(folder / "crls").mkdir(exist_ok=True)
(folder / "crls" / "root.crl").write_bytes(empty_crl)


def context():
    return ValidationContext(trust_roots=[asn(root)], crls=[empty_crl], allow_fetching=False, revocation_mode="soft-fail")


# Documents ------------------------------------------------------------------------------------------------------------


def document(stream_xrefs=True, form=True, encrypt=None):
    w = PdfFileWriter(stream_xrefs=stream_xrefs)
    font = w.add_object(DICT({NAME("/Type"): NAME("/Font"), NAME("/Subtype"): NAME("/Type1"), NAME("/BaseFont"): NAME("/Helvetica")}))
    for number in range(2):
        content = w.add_object(
            generic.StreamObject(stream_data=b"BT /F 14 Tf 72 700 Td (Requerimiento, hoja %d: pague 100 pesos.) Tj ET" % number)
        )
        page = DICT({
            NAME("/Type"): NAME("/Page"),
            NAME("/MediaBox"): ARRAY(map(NUM, (0, 0, 595, 842))),
            NAME("/Contents"): content,
            NAME("/Resources"): DICT({NAME("/Font"): DICT({NAME("/F"): font})}),
        })
        w.insert_page(page)
    if form:
        page_ref = w.root["/Pages"]["/Kids"].raw_get(0)
        text = w.add_object(DICT({
            NAME("/Type"): NAME("/Annot"), NAME("/Subtype"): NAME("/Widget"), NAME("/FT"): NAME("/Tx"),
            NAME("/T"): generic.pdf_string("nombre"), NAME("/Rect"): ARRAY(map(NUM, (72, 500, 300, 520))),
            NAME("/DA"): generic.pdf_string("/F 12 Tf 0 g"), NAME("/F"): NUM(4), NAME("/P"): page_ref,
        }))
        w.root["/AcroForm"] = w.add_object(DICT({
            NAME("/Fields"): ARRAY([text]), NAME("/DA"): generic.pdf_string("/F 12 Tf 0 g"),
            NAME("/DR"): DICT({NAME("/Font"): DICT({NAME("/F"): font})}),
        }))
        page_ref.get_object()["/Annots"] = ARRAY([text])
    if encrypt:
        w.encrypt(owner_pass=encrypt, user_pass=encrypt)
    out = io.BytesIO()
    w.write(out)
    return out.getvalue()


def sign(data, field="Firma1", by=None, stamper=None, box=None, page=0, password=None, new_field=None, strict=True, **meta):
    w = IncrementalPdfFileWriter(io.BytesIO(data), strict=strict)
    if password:
        w.encrypt(password)
    spec = new_field or (fields.SigFieldSpec(field, box=box, on_page=page) if box else None)
    meta.setdefault("subfilter", fields.SigSeedSubFilter.PADES)
    signer = signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name=field, md_algorithm=meta.pop("md", "sha256"), **meta),
        signer=by or one, timestamper=stamper, new_field_spec=spec,
    )
    return signer.sign_pdf(w).getvalue()


def edit(data, change, password=None):
    w = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    if password:
        w.encrypt(password)
    change(w)
    out = io.BytesIO()
    w.write(out)
    return out.getvalue()


base, table = document(), document(stream_xrefs=False)
(folder / "base.pdf").write_bytes(base)
(folder / "base-table.pdf").write_bytes(table)
ltv = dict(use_pades_lta=False, embed_validation_info=True, validation_context=None)

# Good: what other programs write ---------------------------------------------------------------------------------------

legacy = fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED
keep("good-stream", "good", sign(base))
keep("good-table", "good", sign(table))
keep("good-no-form", "good", sign(document(form=False)))
keep("good-visible", "good", sign(base, box=(300, 100, 500, 160)))
keep("good-legacy", "good", sign(base, subfilter=legacy))
keep("good-legacy-table-sha512", "good", sign(table, subfilter=legacy, md="sha512"))
keep("good-ecdsa", "good", sign(base, by=three))
keep("good-pss", "good", sign(base, by=pss))
keep("good-sha384", "good", sign(base, md="sha384"))
keep("good-stamped", "good", sign(base, stamper=tsa))
keep("good-reason", "good", sign(base, reason="Conformidad", location="Córdoba", name="Fiscal Uno", contact_info="x@y.z"))
for level in (1, 2, 3):
    perm = fields.MDPPerm(level)
    keep(f"good-certified-{level}", "good", sign(base, certify=True, docmdp_permissions=perm))
certified2 = sign(base, certify=True, docmdp_permissions=fields.MDPPerm.FILL_FORMS)
keep("good-certified-then-signed", "good", sign(certified2, "Firma2", two, box=(300, 100, 500, 160)))
twice = sign(sign(base), "Firma2", two)
keep("good-two-signers", "good", twice)
keep("good-three-signers-table", "good", sign(sign(sign(table, stamper=tsa), "Firma2", two, stamper=tsa), "Firma3", three))
keep("good-lt", "good", sign(base, stamper=tsa, embed_validation_info=True, validation_context=context()))
lta = sign(base, stamper=tsa, embed_validation_info=True, use_pades_lta=True, validation_context=context())
keep("good-lta", "good", lta)
keep("good-lta-then-signed", "good", sign(lta, "Firma2", two, stamper=tsa))
keep("good-adobe-revocation", "good", sign(base, subfilter=legacy, embed_validation_info=True, validation_context=context(), stamper=tsa))
renewed = signers.PdfTimeStamper(tsa).update_archival_timestamp_chain(PdfFileReader(io.BytesIO(lta)), context())
keep("good-lta-renewed", "good", renewed.getvalue())
locked = sign(base, new_field=fields.SigFieldSpec("Firma1", field_mdp_spec=fields.FieldMDPSpec(fields.FieldMDPAction.ALL)))
keep("good-locked", "good", locked)
include = fields.FieldMDPSpec(fields.FieldMDPAction.INCLUDE, fields=["nombre"])
locked_name = sign(base, new_field=fields.SigFieldSpec("Firma1", field_mdp_spec=include))
keep("good-locked-then-signed", "good", sign(locked_name, "Firma2", two))


def with_empty_fields(data):
    def change(w):
        for name in ("Uno", "Dos"):
            fields.append_signature_field(w, fields.SigFieldSpec(name, box=(72, 200, 200, 240)))
    return edit(data, change)


prepared = with_empty_fields(base)
(folder / "base-prepared.pdf").write_bytes(prepared)
keep("good-prepared-fields", "good", sign(sign(prepared, "Uno"), "Dos", two))
seeded_spec = fields.SigFieldSpec("Firma1", seed_value_dict=fields.SigSeedValueSpec(
    flags=fields.SigSeedValFlags.REASONS, reasons=["Conformidad"]))
keep("good-seeded", "good", sign(base, new_field=seeded_spec, reason="Conformidad"))


# Honest changes later ---------------------------------------------------------------------------------------------------

signed = sign(base)


def form_of(w):
    return w.root["/AcroForm"]


def text_field(w):
    return form_of(w)["/Fields"][0]


def shown(w, text, more=b""):
    form = generic.StreamObject(stream_data=b"/Tx BMC q BT /F 12 Tf 0 g 2 4 Td (%s) Tj ET Q%s EMC" % (text, more))
    form.update(DICT({NAME("/Type"): NAME("/XObject"), NAME("/Subtype"): NAME("/Form"), NAME("/BBox"): ARRAY(map(NUM, (0, 0, 228, 20))),
        NAME("/Resources"): DICT({NAME("/Font"): DICT({NAME("/F"): form_of(w)["/DR"]["/Font"].raw_get("/F")})})}))
    return w.add_object(form)


def fill(w, value="Maria", text=None, more=b""):
    field = text_field(w)
    field["/V"] = generic.pdf_string(value)
    field["/AP"] = DICT({NAME("/N"): shown(w, (text or value).encode(), more)})
    w.update_container(field)


keep("good-filled", "good", edit(signed, fill))
keep("good-filled-then-signed", "good", sign(edit(signed, fill), "Firma2", two))
keep("good-filled-certified-2", "good", edit(certified2, fill))


def store(w):
    crl = w.add_object(generic.StreamObject(stream_data=empty_crl))
    w.root["/DSS"] = w.add_object(DICT({NAME("/CRLs"): ARRAY([crl])}))
    w.update_root()


keep("good-store-added", "good", edit(signed, store))
keep("good-store-certified-1", "good", edit(sign(base, certify=True, docmdp_permissions=fields.MDPPerm.NO_CHANGES), store))
keep("good-empty-field-added", "good", edit(signed, lambda w: fields.append_signature_field(w, fields.SigFieldSpec("Otra"))))
stamped_later = io.BytesIO(signed)
out = signers.PdfTimeStamper(tsa).timestamp_pdf(IncrementalPdfFileWriter(stamped_later), "sha256")
keep("good-document-stamp", "good", out.getvalue())
keep("good-nothing-changed", "good", edit(signed, lambda w: None))

# Attacks ----------------------------------------------------------------------------------------------------------------

keep("bad-flipped", "bad", signed.replace(b"pague 100", b"pague 900") if b"pague 100" in signed else bytes([*signed[:400], signed[400] ^ 1, *signed[401:]]))


def page(w, number=0):
    return w.root["/Pages"]["/Kids"][number]


def touch(w, container):
    w.update_container(container)


def swap_contents(w):
    page(w)["/Contents"] = w.add_object(generic.StreamObject(stream_data=b"BT /F 14 Tf 72 700 Td (Pague 900 pesos.) Tj ET"))
    touch(w, page(w))


def overwrite_contents(w):
    target = page(w).raw_get("/Contents").reference
    w.mark_update(target)
    stream = generic.StreamObject(stream_data=b"BT /F 14 Tf 72 700 Td (Pague 900 pesos.) Tj ET")
    w.objects[(target.generation, target.idnum)] = stream


def hide_page(w):
    kids = w.root["/Pages"]["/Kids"]
    del kids[1]
    w.root["/Pages"]["/Count"] = NUM(1)
    w.update_container(kids)
    w.update_container(w.root["/Pages"])


def add_page(w):
    w.insert_page(DICT({NAME("/Type"): NAME("/Page"), NAME("/MediaBox"): ARRAY(map(NUM, (0, 0, 595, 842)))}))


def turn_page(w):
    page(w)["/Rotate"] = NUM(180)
    touch(w, page(w))


def crop_page(w):
    page(w)["/CropBox"] = ARRAY(map(NUM, (0, 0, 595, 600)))
    touch(w, page(w))


def user_unit(w):
    page(w)["/UserUnit"] = NUM(3)
    touch(w, page(w))


def swap_font(w):
    target = page(w)["/Resources"]["/Font"].raw_get("/F").reference
    w.mark_update(target)
    w.objects[(target.generation, target.idnum)] = DICT({NAME("/Type"): NAME("/Font"), NAME("/Subtype"): NAME("/Type1"), NAME("/BaseFont"): NAME("/Symbol")})


def annotate(subtype, **more):
    def change(w):
        annot = DICT({NAME("/Type"): NAME("/Annot"), NAME("/Subtype"): NAME(subtype), NAME("/Rect"): ARRAY(map(NUM, (60, 690, 500, 730))), NAME("/F"): NUM(4)})
        form = generic.StreamObject(stream_data=b"1 g 0 0 440 40 re f 0 g BT /F 14 Tf 2 4 Td (Pague 900 pesos.) Tj ET")
        form.update(DICT({NAME("/Subtype"): NAME("/Form"), NAME("/BBox"): ARRAY(map(NUM, (0, 0, 440, 40)))}))
        annot["/AP"] = DICT({NAME("/N"): w.add_object(form)})
        for key, value in more.items():
            annot["/" + key] = value
        w.register_annotation(w.root["/Pages"]["/Kids"].raw_get(0).reference, w.add_object(annot))
    return change


def sneaky_field(w):
    """A signature field whose picture lies over the text (SSA)."""
    fields.append_signature_field(w, fields.SigFieldSpec("Sello", box=(60, 690, 500, 730)))
    field = form_of(w)["/Fields"][-1]
    form = generic.StreamObject(stream_data=b"1 g 0 0 440 40 re f 0 g BT /F 14 Tf 2 4 Td (Pague 900 pesos.) Tj ET")
    form.update(DICT({NAME("/Subtype"): NAME("/Form"), NAME("/BBox"): ARRAY(map(NUM, (0, 0, 440, 40)))}))
    field["/AP"] = DICT({NAME("/N"): w.add_object(form)})
    w.update_container(field)


def move_field(w):
    field = text_field(w)
    field["/Rect"] = ARRAY(map(NUM, (60, 690, 500, 730)))
    w.update_container(field)


def default_appearance(w):
    field = text_field(w)
    field["/DA"] = generic.pdf_string("/F 60 Tf 1 0 0 rg")
    w.update_container(field)


def script(w):
    w.root["/OpenAction"] = DICT({NAME("/S"): NAME("/JavaScript"), NAME("/JS"): generic.pdf_string("app.alert(1)")})
    w.update_root()


def field_script(w):
    field = text_field(w)
    field["/AA"] = DICT({NAME("/F"): DICT({NAME("/S"): NAME("/JavaScript"), NAME("/JS"): generic.pdf_string("event.value='900'")})})
    w.update_container(field)


def layers(w):
    w.root["/OCProperties"] = DICT({NAME("/OCGs"): ARRAY(), NAME("/D"): DICT()})
    w.update_root()


def replace_catalog(w):
    pages = w.add_object(DICT({NAME("/Type"): NAME("/Pages"), NAME("/Count"): NUM(0), NAME("/Kids"): ARRAY()}))
    w.root["/Pages"] = pages
    w.update_root()


def attach(w):
    w.root["/Names"] = DICT({NAME("/EmbeddedFiles"): DICT({NAME("/Names"): ARRAY()})})
    w.update_root()


def rename_signer(w):
    field = [f for f in form_of(w)["/Fields"] if f.get_object().get("/FT") == "/Sig"][0].get_object()
    value = field["/V"]
    value["/Name"] = generic.pdf_string("Presidente de la Nación")
    w.update_container(value)


def new_value_dict(w):
    field = [f for f in form_of(w)["/Fields"] if f.get_object().get("/FT") == "/Sig"][0].get_object()
    copy = DICT({key: field["/V"].raw_get(key) for key in field["/V"]})
    copy["/Reason"] = generic.pdf_string("Rechazado")
    field["/V"] = w.add_object(copy)
    w.update_container(field)


def drop_signature(w):
    field = [f for f in form_of(w)["/Fields"] if f.get_object().get("/FT") == "/Sig"][0].get_object()
    del field["/V"]
    w.update_container(field)


def drop_field(w):
    held = form_of(w)["/Fields"]
    del held[-1]
    w.update_container(held)


def xfa(w):
    form_of(w)["/XFA"] = w.add_object(generic.StreamObject(stream_data=b"<xdp:xdp/>"))
    w.update_container(form_of(w))


def need_appearances(w):
    form_of(w)["/NeedAppearances"] = generic.BooleanObject(True)
    w.update_container(form_of(w))


def text_field_added(w):
    field = w.add_object(DICT({NAME("/Type"): NAME("/Annot"), NAME("/Subtype"): NAME("/Widget"), NAME("/FT"): NAME("/Tx"),
        NAME("/T"): generic.pdf_string("nuevo"), NAME("/V"): generic.pdf_string("Pague 900"), NAME("/Rect"): ARRAY(map(NUM, (60, 690, 500, 730))), NAME("/F"): NUM(4)}))
    form_of(w)["/Fields"].append(field)
    w.update_container(form_of(w)["/Fields"])
    w.register_annotation(w.root["/Pages"]["/Kids"].raw_get(0).reference, field)


attacks = {
    "contents-swapped": swap_contents, "contents-overwritten": overwrite_contents, "page-hidden": hide_page, "page-added": add_page,
    "page-turned": turn_page, "page-cropped": crop_page, "user-unit": user_unit, "font-swapped": swap_font,
    "stamp-over-text": annotate("/Stamp"), "square-over-text": annotate("/Square"), "highlight-over-text": annotate("/Highlight"),
    "free-text": annotate("/FreeText", Contents=generic.pdf_string("Pague 900")), "redact": annotate("/Redact"),
    "sneaky-field": sneaky_field, "field-moved": move_field, "field-da": default_appearance, "open-script": script, "field-script": field_script,
    "layers": layers, "catalog-replaced": replace_catalog, "attachments": attach, "name-spoofed": rename_signer,
    "dictionary-replaced": new_value_dict, "signature-dropped": drop_signature, "field-dropped": drop_field, "xfa-added": xfa,
    "need-appearances": need_appearances, "text-field-added": text_field_added,
    "fill-lies": lambda w: fill(w, "Maria", "Pague 900"), "fill-draws": lambda w: fill(w, "Maria", None, b" 1 g 0 0 500 500 re f"),
    "fill-other-picture": lambda w: fill(w, "", "Pague 900 pesos"),
}
for name, change in attacks.items():
    keep(f"bad-{name}", "bad", edit(signed, change))
    # Who signs last vouches for all that is there then; what was removed or switched back before is not there.
    kind = "open" if name in ("signature-dropped", "field-dropped", "need-appearances") else "bad"
    try:
        keep(f"{kind}-{name}-then-signed", kind, sign(edit(signed, change), "Firma2", two, strict=False))
    except Exception as error:
        print(f"{name}: pyHanko does not sign after it ({error!r:.80})", file=sys.stderr)
for level in (1, 2, 3):
    certified = sign(base, certify=True, docmdp_permissions=fields.MDPPerm(level))
    for name in ("contents-swapped", "stamp-over-text", "free-text", "sneaky-field", "text-field-added", "fill-lies"):
        # Annotations are what level 3 permits.
        if level == 3 and name in ("stamp-over-text", "free-text"):
            keep(f"open-certified-{level}-{name}", "open", edit(certified, attacks[name]))
        else:
            keep(f"bad-certified-{level}-{name}", "bad", edit(certified, attacks[name]))
certified1 = sign(base, certify=True, docmdp_permissions=fields.MDPPerm.NO_CHANGES)
keep("bad-certified-1-filled", "bad", edit(certified1, fill))
keep("bad-certified-1-signed", "bad", edit(certified1, lambda w: fields.append_signature_field(w, fields.SigFieldSpec("Otra"))))
keep("bad-locked-filled", "bad", edit(locked, fill))
keep("bad-locked-name-filled", "bad", edit(locked_name, fill))

# Bytes behind the end, none of which a cross-reference lists (ISA without one)
target = b"\n4 0 obj\n<< /Length 51 >>\nstream\nBT /F 14 Tf 72 700 Td (Pague 900 pesos.) Tj ET     \nendstream\nendobj\n"
keep("bad-orphan-object", "bad", signed + target)
keep("bad-orphan-object-eof", "bad", signed + target + b"%%EOF\n")
keep("bad-orphan-empty-xref", "bad", signed + target + b"xref\n0 0\ntrailer\n<< /Size 90 >>\nstartxref\n0\n%%EOF\n")
last = signed[signed.rindex(b"startxref"):]
keep("bad-orphan-old-startxref", "bad", signed + target + last)
keep("open-trailing-garbage", "open", signed + b"\nbasura que nadie lee\n")
keep("open-trailing-zeros", "open", signed + bytes(512))

# Byte ranges and values that are missing or strange (USF)
span = re.search(rb"/ByteRange\s*\[[^\]]*\]", signed[signed.rindex(b"/ByteRange"):])
text = span.group(0)
for name, new in {
    "no-key": text.replace(b"/ByteRange", b"/ByteRanje"), "null": b"/ByteRange null".ljust(len(text)), "empty": b"/ByteRange []".ljust(len(text)),
    "negative": b"/ByteRange [0 -1 -1 0]".ljust(len(text)), "zeros": b"/ByteRange [0 0 0 0]".ljust(len(text)), "two": b"/ByteRange [0 10]".ljust(len(text)),
    "names": b"/ByteRange [/A /B]".ljust(len(text)), "huge": b"/ByteRange [0 9 99999999999999999999 1]".ljust(len(text))[:len(text)],
}.items():
    keep(f"bad-byterange-{name}", "bad", signed.replace(text, new))
value = re.search(rb"/Contents\s*<[0-9a-fA-F]+>", signed).group(0)
for name, new in {
    "zero": b"/Contents <" + b"0" * (len(value) - 12) + b">", "empty": b"/Contents <>".ljust(len(value)), "null": b"/Contents null".ljust(len(value)),
    "gone": b"/Contenta " + value[10:], "literal": (b"/Contents (" + b"x" * 20 + b")").ljust(len(value)),
}.items():
    keep(f"bad-contents-{name}", "bad", signed.replace(value, new))

# Incomplete or damaged, in ways that viewers forgive
keep("open-cr-at-end", "open", signed.rstrip(b"\n") + b"\r")
(folder / "list.tsv").write_text("\n".join(rows) + "\n")
