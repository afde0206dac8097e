/** What stands in a trust list: services, and when each was trusted. Read strictly; docs/decisions/trust-list.md gives the format. */
import { parseCertificate } from './certificate.ts';
import type { Certificate } from './certificate.ts';
import { CertificateError } from './errors.ts';
import { TrustListError } from './list-errors.ts';

export type ServiceType = 'signing' | 'timestamping' | 'ocsp';

export interface StatusChange {
  readonly from: Date;
  readonly status: 'granted' | 'withdrawn';
}

export interface TrustService {
  readonly name: string;
  readonly type: ServiceType;
  readonly certificate: Certificate;
  /** Oldest first; before the first the service was not listed. */
  readonly history: readonly StatusChange[];
}

export interface TrustListContent {
  readonly territory: string;
  readonly version: number;
  readonly issued: Date;
  /** When the next version is due; later than that the list is not used any more. */
  readonly nextUpdate: Date;
  readonly services: readonly TrustService[];
}

export const listSchema = 'fojas-trust-list';
export const listFormat = 1;
const mostServices = 2_000;

/** Reads the payload of a trust list. @throws TrustListError `malformed` */
export function readListContent(text: string): TrustListContent {
  const list = asObject(parseJson(text), [
    'schema',
    'format',
    'territory',
    'version',
    'issued',
    'nextUpdate',
    'services',
  ]);
  if (list['schema'] !== listSchema || list['format'] !== listFormat) throw malformed('another schema or format');
  const version = list['version'];
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) throw malformed('version');
  const services = list['services'];
  if (!Array.isArray(services) || services.length > mostServices) throw malformed('services');
  const [issued, nextUpdate] = [asDate(list['issued']), asDate(list['nextUpdate'])];
  if (nextUpdate <= issued) throw malformed('nextUpdate');
  return { territory: asText(list['territory']), version, issued, nextUpdate, services: services.map(readService) };
}

/** Whether a service was trusted at a moment. */
export function isGranted({ history }: TrustService, at: Date): boolean {
  return history.findLast(({ from }) => from <= at)?.status === 'granted';
}

function readService(value: unknown): TrustService {
  const service = asObject(value, ['name', 'type', 'certificate', 'history']);
  const type = service['type'];
  if (type !== 'signing' && type !== 'timestamping' && type !== 'ocsp') throw malformed('type of a service');
  const history = service['history'];
  if (!Array.isArray(history) || history.length === 0 || history.length > 100) throw malformed('history of a service');
  const changes = history.map(readChange);
  if (changes.some(({ from }, index) => index > 0 && from <= changes[index - 1]!.from))
    throw malformed('order of a history');
  return {
    name: asText(service['name']),
    type,
    certificate: readCertificate(service['certificate']),
    history: changes,
  };
}

function readChange(value: unknown): StatusChange {
  const change = asObject(value, ['from', 'status']);
  const status = change['status'];
  if (status !== 'granted' && status !== 'withdrawn') throw malformed('status');
  return { from: asDate(change['from']), status };
}

function readCertificate(value: unknown): Certificate {
  try {
    return parseCertificate(Buffer.from(asText(value, 20_000), 'base64'));
  } catch (error) {
    if (error instanceof CertificateError) throw malformed('certificate of a service');
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw malformed('not JSON');
  }
}

/** An object with exactly these fields: what we do not know could change what the rest means. */
function asObject(value: unknown, fields: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('an object expected');
  const strange = Object.keys(value).find((key) => !fields.includes(key));
  if (strange !== undefined) throw malformed(`unknown field ${strange.slice(0, 40)}`);
  return value as Record<string, unknown>;
}

function asText(value: unknown, longest = 400): string {
  if (typeof value !== 'string' || value === '' || value.length > longest) throw malformed('a text expected');
  return value;
}

function asDate(value: unknown): Date {
  const date =
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(value) ? new Date(value) : null;
  if (date === null || Number.isNaN(date.getTime())) throw malformed('a moment in UTC expected');
  return date;
}

const malformed = (what: string) => new TrustListError('malformed', `not a trust list: ${what}`);
