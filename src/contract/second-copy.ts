import { z } from 'zod';

/** A key that files are sealed to: an X25519 recipient of age. */
export const AgeRecipient = z.string().regex(/^age1[02-9ac-hj-np-z]{58}$/);

/**
 * Where what only exists here is copied to, and to whose keys: a folder, the repository, or both, one after the other. The identities that
 * open it never come near this computer.
 */
export const SecondCopy = z
  .strictObject({
    /** On another disk, a share or a stick. */
    folder: z.string().min(1).optional(),
    /** The repository that this desk reaches keeps them, too. */
    repository: z.boolean().optional(),
    recoveryRecipients: z.array(AgeRecipient).min(1).max(8),
  })
  .refine(
    ({ folder, repository = false }) => folder !== undefined || repository,
    'secondCopy: a folder, or the repository',
  );
export type SecondCopy = z.infer<typeof SecondCopy>;
