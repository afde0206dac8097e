import type { z } from 'zod';
import type { FastifyReply } from 'fastify';
import { problem } from '../problems.ts';

/** The parsed value, or null after a `bad-request` was answered. Details name fields, never values. */
export async function parseOrRefuse<S extends z.ZodType>(
  reply: FastifyReply,
  schema: S,
  value: unknown,
): Promise<z.output<S> | null> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => `${issue.path.join('.') || '(body)'}: ${issue.code}`).slice(0, 5);
  await problem(reply, 'bad-request', fields.join('; '));
  return null;
}
