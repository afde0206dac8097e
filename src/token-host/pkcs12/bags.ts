import { type Tlv, readAll, readTlv, tags } from '../der.ts';

const oid = {
  data: Buffer.from('2a864886f70d010701', 'hex'),
  shroudedKeyBag: Buffer.from('2a864886f70d010c0a0102', 'hex'),
  certBag: Buffer.from('2a864886f70d010c0a0103', 'hex'),
  x509Certificate: Buffer.from('2a864886f70d01091601', 'hex'),
};

/** What a PKCS#12 file shows without its password. */
export interface ClearBags {
  readonly certificates: readonly Uint8Array[];
  /** EncryptedPrivateKeyInfo (RFC 5958), DER. */
  readonly shroudedKeys: readonly Uint8Array[];
}

/**
 * Reads the bags that lie unencrypted in a PKCS#12 file (RFC 7292: PFX → AuthenticatedSafe → Data → SafeContents → SafeBag). Keys
 * are encrypted one by one in their bags, and a key's file for practice leaves its certificates open, as a token does.
 * @returns null when the file is no PKCS#12 file in DER.
 */
export function readClearBags(file: Uint8Array): ClearBags | null {
  const pfx = readTlv(file);
  if (pfx?.tag !== tags.sequence || pfx.end !== file.length) return null;
  const authSafe = readAll(pfx.body)?.[1];
  const contents = authSafe && dataOf(authSafe);
  const safes = contents && readSequence(contents);
  if (!safes) return null;
  const bags = safes.flatMap((safe) => {
    const data = dataOf(safe);
    return (data && readSequence(data)) ?? [];
  });
  return {
    certificates: bags.flatMap((bag) => certificateOf(bag) ?? []),
    shroudedKeys: bags.flatMap((bag) => bagOf(bag, oid.shroudedKeyBag) ?? []),
  };
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

/** SafeBag { bagId, [0] value, attributes } → the value, when the bag is of the wanted kind. */
function bagOf(safeBag: Tlv, kind: Buffer): Uint8Array | null {
  const [bagId, value] = readAll(safeBag.body) ?? [];
  return bagId && kind.equals(bagId.body) && value?.tag === tags.explicit0 ? value.body : null;
}

/** CertBag { certId x509Certificate, [0] OCTET STRING } → the certificate. */
function certificateOf(safeBag: Tlv): Uint8Array | null {
  const certBag = bagOf(safeBag, oid.certBag);
  const [certId, wrapped] = (certBag && readSequence(certBag)) ?? [];
  if (!certId || !oid.x509Certificate.equals(certId.body) || wrapped?.tag !== tags.explicit0) return null;
  const octets = readTlv(wrapped.body);
  return octets?.tag === tags.octetString ? octets.body : null;
}
