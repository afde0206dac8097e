import { wireVersion } from '../wire.ts';
import { type Content, type Operation, operations } from './operations.ts';
import { schemaComponents } from './schemas.ts';

/** The repository's protocol as OpenAPI 3.1, made from the very schemas that both sides parse with. */
export function openApiDocument(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const path = (paths[operation.path] ??= {});
    path[operation.method] = operationObject(operation);
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Fojas repository',
      version: wireVersion,
      summary:
        'Signed acts registered once, in their place of the case, each with a receipt that can be checked offline.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ grant: [] }, { accessKey: [] }],
    paths,
    components: {
      schemas: schemaComponents(),
      responses: {
        Problem: {
          description:
            'RFC 9457, type `urn:fojas:problem:<code>`; `retry` says what a client does, `next` what a person does.',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      parameters: {
        Version: {
          ...{ name: 'Fojas-Version', in: 'header', required: false },
          description: 'The newest wording (a date) that the client knows; without it, the first.',
          schema: { type: 'string', format: 'date' },
        },
        Requires: {
          ...{ name: 'Fojas-Requires', in: 'header', required: false },
          description: 'Features without which the request would not mean what it says, with commas.',
          schema: { type: 'string' },
        },
      },
      securitySchemes: {
        grant: {
          ...{ type: 'http', scheme: 'DPoP' },
          description: 'A grant signed for an enrolled device, with a proof by its key in the header DPoP (RFC 9449).',
        },
        accessKey: { type: 'http', scheme: 'bearer', description: 'The access key of an office.' },
      },
    },
  };
}

function operationObject({
  id,
  summary,
  path,
  query,
  headers,
  body,
  answers,
  open,
}: Operation): Record<string, unknown> {
  const named = (place: 'query' | 'header', given: Readonly<Record<string, string>> = {}) =>
    Object.entries(given).map(([name, description]) => ({
      ...{ name: name.replace('?', ''), in: place, required: !name.endsWith('?'), description },
      schema: { type: 'string' },
    }));
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    ...{ name, in: 'path', required: true },
    schema: { type: 'string' },
  }));
  return {
    ...{ operationId: id, summary },
    ...(open === true ? { security: [] } : {}),
    parameters: [
      ...inPath,
      ...named('query', query),
      ...named('header', headers),
      { $ref: '#/components/parameters/Version' },
      { $ref: '#/components/parameters/Requires' },
    ],
    ...(body === undefined ? {} : { requestBody: { required: true, content: contentObject(body) } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [
          status,
          {
            description: answer.summary,
            ...(answer.headers
              ? { headers: Object.fromEntries(answer.headers.map((name) => [name, { schema: { type: 'string' } }])) }
              : {}),
            ...(answer.content === 'nothing' ? {} : { content: contentObject(answer.content) }),
          },
        ]),
      ),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function contentObject(content: Content): Record<string, unknown> {
  if (content === 'nothing') return {};
  if ('json' in content) return { 'application/json': { schema: { $ref: `#/components/schemas/${content.json}` } } };
  return { [content.bytes]: {} };
}
