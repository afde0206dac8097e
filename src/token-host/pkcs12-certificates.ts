import { type Tlv, readAll, readTlv, tags } from './der.ts';

const oid = {
  data: Buffer.from('2a864886f70d010701', 'hex'),
  certBag: Buffer.from('2a864886f70d010c0a0103', 'hex'),
  x509Certificate: Buffer.from('2a864886f70d01091601', 'hex'),
};

/**
 * Certificates that a PKCS#12 file carries unencrypted (RFC 7292: PFX → AuthenticatedSafe → Data → SafeContents → CertBag), which is
 * what can be shown before a PIN is asked for. The binding library cannot read any part of a file without its password.
 * @returns null when the file is not a PKCS#12 file in DER.
 */
export function readClearCertificates(file: Uint8Array): Uint8Array[] | null {
  const pfx = readTlv(file);
  if (pfx?.tag !== tags.sequence || pfx.end !== file.length) return null;
  const authSafe = readAll(pfx.body)?.[1];
  const contents = authSafe && dataOf(authSafe);
  const safes = contents && readSequence(contents);
  if (!safes) return null;
  return safes.flatMap((safe) => {
    const data = dataOf(safe);
    return (data && readSequence(data))?.flatMap((bag) => certificateOf(bag) ?? []) ?? [];
  });
}

/** ContentInfo of type data → the bytes in its OCTET STRING; null for every other type (what is encrypted stays so). */
function dataOf(contentInfo: Tlv): Uint8Array | null {
  const [type, content] = readAll(contentInfo.body) ?? [];
  if (!type || !oid.data.equals(type.body) || content?.tag !== tags.explicit0) return null;
  const octets = readTlv(content.body);
  return octets?.tag === tags.octetString ? octets.body : null;
}

function readSequence(bytes: Uint8Array): Tlv[] | null {
  const outer = readTlv(bytes);
  return outer?.tag === tags.sequence ? readAll(outer.body) : null;
}

/** SafeBag { bagId certBag, [0] CertBag { certId x509Certificate, [0] OCTET STRING } } → the certificate. */
function certificateOf(safeBag: Tlv): Uint8Array | null {
  const [bagId, value] = readAll(safeBag.body) ?? [];
  if (!bagId || !oid.certBag.equals(bagId.body) || value?.tag !== tags.explicit0) return null;
  const [certId, wrapped] = readSequence(value.body) ?? [];
  if (!certId || !oid.x509Certificate.equals(certId.body) || wrapped?.tag !== tags.explicit0) return null;
  const octets = readTlv(wrapped.body);
  return octets?.tag === tags.octetString ? octets.body : null;
}
