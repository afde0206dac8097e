/** Tokens, certificates and readers as plain facts. */
import type { LibraryState } from '../../../src/contract/calls.ts';
import type { Sha256 } from '../../../src/contract/ids.ts';
import type { Reader, ReaderFacts } from '../../../src/contract/readers.ts';
import type { Token, TokenCertificate } from '../../../src/contract/token.ts';

export const now = new Date('2026-06-01T12:00:00.000Z');
export const inDays = (days: number): string => new Date(now.getTime() + days * 86_400_000 + 1000).toISOString();

export const certificate = (name: string, part: Partial<TokenCertificate> = {}): TokenCertificate => ({
  certificateSha256: Buffer.from(name).toString('hex').padEnd(64, '0') as Sha256,
  ...{ der: new Uint8Array([0x30, 0]), label: name, keyId: '01', commonName: name, serialNumber: null, issuer: 'AC' },
  ...{
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: inDays(400),
    algorithms: ['rsa-pkcs1-sha256'],
    unsuitable: null,
  },
  ...part,
});

export const token = (serial: string, part: Partial<Token> = {}): Token => ({
  ...{ libraryId: 'etoken', practice: false, label: `T ${serial}`, serial, manufacturer: 'M', model: 'X', reader: '' },
  ...{ pinState: 'normal', triesLeft: null, pinMin: 4, pinMax: 16, protectedPath: false },
  ...{ pukState: 'unknown', canChangePin: true, canUnblockPin: true, certificates: [] },
  ...part,
});

export const library = (id: string, tokens: Token[] = [], part: Partial<LibraryState> = {}): LibraryState => ({
  ...{ libraryId: id, path: `/usr/lib/${id}.so`, failure: null },
  listing: {
    library: { kind: 'pkcs11', id, path: `/usr/lib/${id}.so` },
    ...{ description: id, emptySlots: 1, tokens: tokens.map((one) => ({ ...one, libraryId: id })) },
  },
  ...part,
});

export const reader = (name: string, part: Partial<Reader> = {}): Reader => ({
  ...{ name, state: 'card', atr: '3b01', card: null, drivers: [] },
  ...part,
});
export const hint = (id: string, installed = false) => ({
  ...{ id, name: id.toUpperCase(), installed },
  install: { 'es-AR': `Instale ${id}`, en: `Install ${id}`, 'pt-BR': `Instale o ${id}` },
});

export const readers = (part: Partial<ReaderFacts> = {}): ReaderFacts => ({
  ...{ at: now.toISOString(), service: { state: 'running', detail: '' }, readers: [] },
  catalogue: { version: 1, issued: '2026-01-01', source: 'bundled', local: 0, refused: [] },
  ...part,
});
