import { z } from 'zod';
import { Instant } from './ids.ts';
import { ReceiptKey } from './receipts.ts';
import { call } from './rpc.ts';

/** In the folder of an office's repository: that it is encrypted, and a one-way value of its key. */
export const sealedMarkFile = 'sealed.json';
/** `whole`: nothing of a time before lies plain in it any more. */
export const SealedMark = z.strictObject({ version: z.literal(1), keyCheck: z.string(), whole: z.boolean() });
export type SealedMark = z.infer<typeof SealedMark>;

/** One PC of the office serves the office's repository to the others (and to itself). The central one is that of `repository`. */
export const OfficeRepositoryConfig = z.strictObject({
  /** Everything it keeps lies here: a folder of its own, not the desk's. */
  dir: z.string().min(1),
  name: z.string().min(1).max(100).default('Repositorio de la oficina'),
  host: z.string().min(1).default('0.0.0.0'),
  port: z.int().min(0).max(65_535).default(7440),
  /** Told on the local network (mDNS). */
  announce: z.boolean().default(true),
  /** The key of the whole office, to forward with and for the PCs to show, where the desk beside it shows its person's own device. */
  accessKey: z.string().min(16).max(500).optional(),
  /** Allowed here, and switched off by a person. */
  off: z.literal(true).optional(),
});
export type OfficeRepositoryConfig = z.infer<typeof OfficeRepositoryConfig>;

/** What a repository inside an office forwards. */
export const ErrandKind = z.enum(['case', 'proposal', 'return', 'act', 'rendition', 'draft', 'signature', 'entry']);

/** How a repository inside an office stands. */
export const OfficeStanding = z.strictObject({
  /** Desks that told it how they are within the last day. */
  desks: z.int(),
  /** What it holds for the central repository. */
  waiting: z.int(),
  /** Whether the central repository answers. */
  reached: z.boolean(),
  lastContactAt: Instant.nullable(),
  /** What the central one refuses again and again for a reason that may pass; it holds up nothing. `reason`: the problem's code. */
  aside: z.array(z.strictObject({ id: z.int(), kind: ErrandKind, reason: z.string() })).max(100),
});
export type OfficeStanding = z.infer<typeof OfficeStanding>;

/** What the other PCs of the office are given to find it: whose it is, its key, and where it answers. */
export const OfficeInvitation = z.strictObject({
  officeId: z.string().min(1).max(200),
  key: ReceiptKey,
  addresses: z.array(z.url({ protocol: /^https?$/ })).max(10),
});
export type OfficeInvitation = z.infer<typeof OfficeInvitation>;

const invitationHead = 'fojas-oficina:v1';

/** An invitation as one line that is pasted: nothing in it is secret, and only its key is believed. */
export function invitationLine({ officeId, key, addresses }: OfficeInvitation): string {
  return [invitationHead, encodeURIComponent(officeId), `${key.kid}=${key.x}`, ...addresses].join(' ');
}

/** Null where it is none. */
export function readInvitation(line: string): OfficeInvitation | null {
  const [head, office = '', named = '', ...addresses] = line.trim().split(/\s+/);
  const [, kid = '', x = ''] = /^([^=]+)=([A-Za-z0-9_-]{43})$/.exec(named) ?? [];
  if (head !== invitationHead || !/^[A-Za-z0-9_.!~*'()%-]+$/.test(office)) return null;
  const read = OfficeInvitation.safeParse({
    ...{ officeId: office.replace(/(%[0-9A-F]{2})+/g, (text) => decodedOr(text)), addresses },
    key: { kid, kty: 'OKP', crv: 'Ed25519', x },
  });
  return read.success ? read.data : null;
}

function decodedOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Why this PC may not serve: who sits here does not look after PCs and nobody allowed it; or it holds no key of the whole office. */
export const ServingBar = z.enum(['role', 'officeKey']);
export type ServingBar = z.infer<typeof ServingBar>;

export const ServingState = z.strictObject({
  /** Null: it may. */
  bar: ServingBar.nullable(),
  /** Who sits here may take another PC's invitation. */
  mayJoin: z.boolean(),
  state: z.enum(['off', 'starting', 'serving', 'refused']),
  /** Why it does not start, as a code. */
  reason: z.string().nullable(),
  port: z.int(),
  addresses: z.array(z.string()),
  /** What the other PCs are given. */
  invitation: z.string().nullable(),
  standing: OfficeStanding.nullable(),
});
export type ServingState = z.infer<typeof ServingState>;

/** Asked of the program itself: whether this PC serves the office's repository to the others. */
export const servingCalls = {
  'serving.read': call(z.strictObject({}), ServingState),
  'serving.set': call(z.strictObject({ on: z.boolean(), port: z.int().min(1024).max(65_535) }), ServingState),
  /** Takes the office's key out of a file that whoever runs the central repository gave. It is read here and never reaches a window. */
  'serving.takeKey': call(z.strictObject({ path: z.string().min(1).max(4096) }), ServingState),
  /** Takes another PC's invitation: its key is pinned from the next start on. */
  'serving.join': call(z.strictObject({ line: z.string().max(4000) }), z.strictObject({ officeId: z.string() })),
} as const;
export type ServingCalls = typeof servingCalls;
export const servingEvents = { 'serving.changed': ServingState } as const;

/** Messages between the process that serves an office's repository and the one that started it. */
export const OfficeRepositoryControl = z.discriminatedUnion('kind', [
  /** Parent to repository, first message. */
  z.strictObject({
    kind: z.literal('serveOffice'),
    serve: OfficeRepositoryConfig,
    officeId: z.string().min(1),
    upstream: z.strictObject({ url: z.url(), accessKey: z.string().min(16), pinnedKeys: z.array(ReceiptKey).min(1) }),
    /** What the folder is encrypted with, from the keychain. */
    folderKey: z.string().regex(/^[0-9a-f]{64}$/),
    trustAnchors: z.array(z.string()),
  }),
  /** Repository to parent: it answers at `url`, and signs with `key` what it receives. */
  z.strictObject({ kind: z.literal('servingOffice'), url: z.string(), key: ReceiptKey }),
  /** Repository to parent: how it stands, when that changes. */
  z.strictObject({ kind: z.literal('officeStands'), standing: OfficeStanding }),
  /** Repository to parent: it does not start, and why (a code). It ends. */
  z.strictObject({ kind: z.literal('notServingOffice'), reason: z.string() }),
  /** Parent to repository: finish what is in hand, close, exit. */
  z.strictObject({ kind: z.literal('stopServing') }),
]);
export type OfficeRepositoryControl = z.infer<typeof OfficeRepositoryControl>;
