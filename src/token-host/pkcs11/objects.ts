import pkcs11js from 'pkcs11js';

/** Handles of the objects that match, at most `most`. The search is always ended, also when it fails. */
export function findObjects(
  module: pkcs11js.PKCS11,
  session: pkcs11js.Handle,
  template: pkcs11js.Template,
  most = 256,
): pkcs11js.Handle[] {
  module.C_FindObjectsInit(session, template);
  try {
    return module.C_FindObjects(session, most);
  } finally {
    module.C_FindObjectsFinal(session);
  }
}

/** One attribute's bytes; null when the object has none, or the token does not tell. */
export function readAttribute(
  module: pkcs11js.PKCS11,
  session: pkcs11js.Handle,
  object: pkcs11js.Handle,
  type: number,
): Buffer | null {
  try {
    return module.C_GetAttributeValue(session, object, [{ type }])[0]?.value ?? null;
  } catch (error) {
    if (error instanceof pkcs11js.Pkcs11Error && untold.has(error.code)) return null;
    throw error;
  }
}

const untold: ReadonlySet<number> = new Set([
  pkcs11js.CKR_ATTRIBUTE_TYPE_INVALID,
  pkcs11js.CKR_ATTRIBUTE_SENSITIVE,
  pkcs11js.CKR_ATTRIBUTE_VALUE_INVALID,
]);

/** A CK_BBOOL attribute; `otherwise` where the object has none. */
export function readFlag(
  module: pkcs11js.PKCS11,
  session: pkcs11js.Handle,
  object: pkcs11js.Handle,
  type: number,
  otherwise: boolean,
): boolean {
  const value = readAttribute(module, session, object, type);
  return value === null || value.length === 0 ? otherwise : value[0] !== 0;
}
