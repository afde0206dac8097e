import { z } from 'zod';
import { ReceiptKey } from './receipts.ts';
import { TokenLibrary } from './token.ts';

export const Locale = z.enum(['es-AR', 'en', 'pt-BR']);
export type Locale = z.infer<typeof Locale>;

export const Role = z.enum(['magistrate', 'secretary', 'clerk', 'auxiliary', 'itAdmin', 'auditor']);
export type Role = z.infer<typeof Role>;

/** One person's desk on one PC: read from a JSON file (`--office-config`), refused with a reason where it does not parse. */
export const OfficeConfig = z.strictObject({
  version: z.literal(1),
  /** `practice`: fictional data, practice token, nothing of value; banners say so. */
  mode: z.enum(['normal', 'practice']),
  dataDir: z.string().min(1),
  deviceId: z.string().min(1),
  office: z.strictObject({ officeId: z.string().min(1), name: z.string().min(1) }),
  person: z.strictObject({
    personId: z.string().min(1),
    name: z.string().min(1),
    role: Role,
    /** As it stands below a signature, e.g. "Agente Fiscal". */
    capacity: z.string().min(1),
    cuil: z.string().nullable(),
  }),
  repository: z
    .strictObject({
      url: z.url(),
      accessKey: z.string().min(16),
      /** Only receipts signed with one of these are believed (offline, law 7). */
      pinnedKeys: z.array(ReceiptKey).min(1),
    })
    .nullable(),
  tokenLibraries: z.array(TokenLibrary),
  /** Trust anchors as PEM; used by preflight and by the report, never taken from the operating system. */
  trustAnchors: z.array(z.string()),
});
export type OfficeConfig = z.infer<typeof OfficeConfig>;
