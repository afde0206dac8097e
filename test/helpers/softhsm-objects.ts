/** Writes or deletes objects on a SoftHSM2 token, as told in JSON on standard input. Run by `softhsm.ts`. */
import { readFileSync } from 'node:fs';
import pkcs11js from 'pkcs11js';

interface AddErrand {
  readonly do: 'add';
  readonly id: string;
  readonly label: string;
  readonly key: Readonly<Record<'kty' | 'crv' | 'n' | 'e' | 'd' | 'p' | 'q' | 'dp' | 'dq' | 'qi', string | undefined>>;
  readonly certificate: string;
  readonly subject: string;
  readonly only?: 'key' | 'certificate';
  readonly alwaysAuthenticate?: boolean;
  readonly maySign?: boolean;
  readonly withoutId?: boolean;
}
interface DeleteErrand {
  readonly do: 'delete';
  readonly id: string;
  readonly only?: 'key' | 'certificate';
}
interface Task {
  readonly path: string;
  readonly label: string;
  readonly pin: string;
  readonly errands: readonly (AddErrand | DeleteErrand)[];
}

const curves: Readonly<Record<string, string>> = {
  'P-256': '06082a8648ce3d030107',
  'P-384': '06052b81040022',
  'P-521': '06052b81040023',
};

function privateKeyTemplate(errand: AddErrand): pkcs11js.Template {
  const part = (name: keyof AddErrand['key']) => Buffer.from(errand.key[name] ?? '', 'base64url');
  const common = [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_PRIVATE_KEY },
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_PRIVATE, value: true },
    { type: pkcs11js.CKA_SENSITIVE, value: true },
    { type: pkcs11js.CKA_EXTRACTABLE, value: false },
    { type: pkcs11js.CKA_SIGN, value: errand.maySign ?? true },
    { type: pkcs11js.CKA_ALWAYS_AUTHENTICATE, value: errand.alwaysAuthenticate ?? false },
    { type: pkcs11js.CKA_ID, value: Buffer.from(errand.id, 'hex') },
    { type: pkcs11js.CKA_LABEL, value: errand.label },
  ];
  if (errand.key.kty === 'EC') {
    return [
      ...common,
      { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_EC },
      { type: pkcs11js.CKA_EC_PARAMS, value: Buffer.from(curves[errand.key.crv ?? ''] ?? '', 'hex') },
      { type: pkcs11js.CKA_VALUE, value: part('d') },
    ];
  }
  return [
    ...common,
    { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_RSA },
    { type: pkcs11js.CKA_MODULUS, value: part('n') },
    { type: pkcs11js.CKA_PUBLIC_EXPONENT, value: part('e') },
    { type: pkcs11js.CKA_PRIVATE_EXPONENT, value: part('d') },
    { type: pkcs11js.CKA_PRIME_1, value: part('p') },
    { type: pkcs11js.CKA_PRIME_2, value: part('q') },
    { type: pkcs11js.CKA_EXPONENT_1, value: part('dp') },
    { type: pkcs11js.CKA_EXPONENT_2, value: part('dq') },
    { type: pkcs11js.CKA_COEFFICIENT, value: part('qi') },
  ];
}

function certificateTemplate(errand: AddErrand): pkcs11js.Template {
  return [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_CERTIFICATE },
    { type: pkcs11js.CKA_CERTIFICATE_TYPE, value: pkcs11js.CKC_X_509 },
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_PRIVATE, value: false },
    { type: pkcs11js.CKA_SUBJECT, value: Buffer.from(errand.subject, 'hex') },
    { type: pkcs11js.CKA_VALUE, value: Buffer.from(errand.certificate, 'hex') },
    { type: pkcs11js.CKA_LABEL, value: errand.label },
    ...(errand.withoutId ? [] : [{ type: pkcs11js.CKA_ID, value: Buffer.from(errand.id, 'hex') }]),
  ];
}

const task = JSON.parse(readFileSync(0, 'utf8')) as Task;
const module = new pkcs11js.PKCS11();
module.load(task.path);
module.C_Initialize();
const slot = module.C_GetSlotList(true).find((one) => module.C_GetTokenInfo(one).label.trim() === task.label);
if (slot === undefined) throw new Error(`no token ${task.label}`);
const session = module.C_OpenSession(slot, pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION);
module.C_Login(session, pkcs11js.CKU_USER, task.pin);
for (const errand of task.errands) {
  if (errand.do === 'add') {
    if (errand.only !== 'certificate') module.C_CreateObject(session, privateKeyTemplate(errand));
    if (errand.only !== 'key') module.C_CreateObject(session, certificateTemplate(errand));
    continue;
  }
  for (const only of errand.only === undefined ? (['key', 'certificate'] as const) : [errand.only]) {
    module.C_FindObjectsInit(session, [
      { type: pkcs11js.CKA_CLASS, value: only === 'key' ? pkcs11js.CKO_PRIVATE_KEY : pkcs11js.CKO_CERTIFICATE },
      { type: pkcs11js.CKA_ID, value: Buffer.from(errand.id, 'hex') },
    ]);
    const found = module.C_FindObjects(session, 100);
    module.C_FindObjectsFinal(session);
    for (const object of found) module.C_DestroyObject(session, object);
  }
}
module.C_Finalize();
