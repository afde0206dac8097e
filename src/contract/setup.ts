import { z } from 'zod';
import { OfficeConfig } from './config.ts';
import { Policy } from './policy.ts';
import { call } from './rpc.ts';

/**
 * What a desk is set up from: on the screen of the first start, by `fojas setup`, or by a file that IT leaves in `/etc/fojas`. What policy
 * says already (repository, its keys, token libraries) need not stand here, and does not count where it does.
 */
export const SetupAnswers = z.strictObject({
  office: OfficeConfig.shape.office,
  person: OfficeConfig.shape.person,
  repository: Policy.shape['repository.url'].optional(),
  repositoryKeys: Policy.shape['repository.keys'].optional(),
  /** What opens the repository, as it is or in a file. Without it the person enrols this desk afterwards. */
  accessKey: z.string().trim().min(16).max(500).optional(),
  accessKeyFile: z.string().min(1).max(1000).optional(),
  tokenLibraries: Policy.shape['drivers.libraries'].optional(),
  /** PEM files of authorities that this desk believes. */
  trustAnchorFiles: z.array(z.string().min(1).max(1000)).max(50).optional(),
  /** Made anew where it is not given. */
  deviceId: z.string().min(1).max(200).optional(),
  dataDir: z.string().min(1).max(1000).optional(),
});
export type SetupAnswers = z.infer<typeof SetupAnswers>;

/** Answers for all who work at a PC: those of everybody, and beside them those of one account of the system. */
export const SetupFile = z.strictObject({
  version: z.literal(1),
  everybody: SetupAnswers.partial().default({}),
  /** By the name of the account. `{account}` in a path stands for it. */
  accounts: z.record(z.string().max(100), SetupAnswers.partial()).default({}),
});
export type SetupFile = z.infer<typeof SetupFile>;

/** `same`: it was set up so already, and nothing was written. */
export const SetupEnd = z.strictObject({
  state: z.enum(['written', 'same']),
  file: z.string(),
  deviceId: z.string(),
});
export type SetupEnd = z.infer<typeof SetupEnd>;

/** What a window asks of the program itself while there is no office yet. */
export const setupCalls = {
  /** Whether this PC waits to be set up, and what policy says for it already. */
  'setup.read': call(
    z.strictObject({}),
    z.strictObject({
      wanted: z.boolean(),
      repository: z.string().nullable(),
      repositoryKeys: z.array(z.string()),
      account: z.string(),
    }),
  ),
  /** Sets this PC up; the program starts anew where it was written. Only while there is no office. */
  'setup.apply': call(
    SetupAnswers.omit({ accessKeyFile: true, trustAnchorFiles: true, dataDir: true }).extend({
      /** It takes the place of another PC, `deviceId`: nothing is opened before its copies are brought back. */
      recover: z.boolean().optional(),
    }),
    SetupEnd,
  ),
} as const;
export type SetupCalls = typeof setupCalls;
