import type { FastifyReply } from 'fastify';
import { problem } from '../problems.ts';

/** A schema of the contract. */
interface Schema<T> {
  safeParse(value: unknown):
    | { readonly success: true; readonly data: T }
    | {
        readonly success: false;
        readonly error: {
          readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly code: string }[];
        };
      };
}

/** The parsed value, or null after a `bad-request` was answered. Details name fields, never values. */
export async function parseOrRefuse<T>(reply: FastifyReply, schema: Schema<T>, value: unknown): Promise<T | null> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => `${issue.path.map(String).join('.') || '(whole)'}: ${issue.code}`);
  await problem(reply, 'bad-request', fields.slice(0, 5).join('; ').slice(0, 300));
  return null;
}

/** One part of the request's address; null after a `bad-request` was answered. */
export function parameterOrRefuse<T>(
  reply: FastifyReply,
  name: 'actId' | 'caseId' | 'sha256' | 'draftId' | 'versionId' | 'deviceId' | 'slot' | 'file' | 'name',
  schema: Schema<T>,
): Promise<T | null> {
  return parseOrRefuse(reply, schema, (reply.request.params as Readonly<Record<string, unknown>>)[name]);
}
