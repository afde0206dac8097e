import { z } from 'zod';
import { ActId, CaseId } from './ids.ts';
import { call } from './rpc.ts';

/** Where a `fojas://` address leads: an act, or a case. Nothing else can be asked for from outside. */
export const FojasLink = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('act'), actId: ActId }),
  z.strictObject({ kind: z.literal('case'), caseId: CaseId }),
]);
export type FojasLink = z.infer<typeof FojasLink>;

/**
 * Reads an address that another program handed over: `fojas://act/<uuid>` or `fojas://case/<uuid>`, to the letter. Anything more (a query, a
 * port, another case of letters, dots) is not one: whoever writes these is not known.
 */
export function parseLink(text: string): FojasLink | null {
  const [, kind, id] = /^fojas:\/\/(act|case)\/([0-9a-f-]{36})$/.exec(text) ?? [];
  const link = FojasLink.safeParse(kind === 'act' ? { kind, actId: id } : { kind, caseId: id });
  return link.success ? link.data : null;
}

/** A window takes the address that waits for it, once. */
export const linkCalls = {
  'links.take': call(z.strictObject({}), z.strictObject({ link: FojasLink.nullable() })),
} as const;
export type LinkCalls = typeof linkCalls;

/** An address came while the window was open already. */
export const linkEvents = { 'links.came': z.strictObject({}) } as const;
