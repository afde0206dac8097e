import { z } from 'zod';

/**
 * How one PKCS#11 library is to be handled, as the driver catalogue tells. Times in milliseconds: so long may one call of that kind
 * keep the library busy before its process is killed. Every member has a usual value, so that an entry states only what is odd.
 */
export const DriverCare = z.strictObject({
  /** Loading and C_Initialize. */
  initMs: z.int().min(100).default(30_000),
  /** Everything that reads: slots, tokens, certificates. */
  listMs: z.int().min(100).default(10_000),
  /** Everything that takes a PIN. */
  loginMs: z.int().min(100).default(60_000),
  /** A PIN typed on the reader itself: a person is typing. */
  keypadMs: z.int().min(100).default(180_000),
  signMs: z.int().min(100).default(60_000),
  /** C_Finalize and the end of the process. */
  exitMs: z.int().min(100).default(5000),
  /** Resident memory of the library's process beyond which it is killed, in MiB. */
  memoryMb: z.int().min(64).default(1024),
  /** A login without anything being signed for so long is ended. */
  idleMs: z.int().min(1000).default(300_000),
  /**
   * How a token plugged in later comes to be seen: `list` by C_GetSlotList alone, which PKCS#11 2.40 (5.5) lets refresh the list;
   * `reinitialize` by letting the library go and starting it anew whenever PC/SC tells that a card came or went.
   */
  refresh: z.enum(['list', 'reinitialize']).default('list'),
  /** Whether the person's own PIN may be changed here. */
  changePin: z.boolean().default(true),
  /**
   * How a locked PIN is given anew with the PUK: `initPin` logs in as security officer and calls C_InitPIN (PKCS#11 2.40, 5.5);
   * `setPin` calls C_SetPIN with the PUK in the old PIN's place and nobody logged in; `none` where the library offers no way.
   */
  unblock: z.enum(['initPin', 'setPin', 'none']).default('initPin'),
  /** Whether a card tells how many tries are left: `piv` asks PIV cards by PC/SC, which spends nothing. */
  pinCounter: z.enum(['none', 'piv']).default('none'),
});
export type DriverCare = z.infer<typeof DriverCare>;

export const usualCare: DriverCare = DriverCare.parse({});
