/** Which library, token and certificate `sign` works with: settled before any file is touched. */
import type { Failure } from '../contract/failures.ts';
import type { Token, TokenCertificate } from '../contract/token.ts';
import { chooseCertificate, tokensAnswering } from './choice.ts';
import { certificateLines, librariesFrom } from './commands/tokens.ts';
import { type PinAsker, type PinSource, pinAsker } from './pin.ts';
import { type TokenHost, startTokenHost } from './processes.ts';
import type { Ui } from './ui.ts';

export interface KeyWish {
  readonly module: string | undefined;
  readonly label: string | undefined;
  readonly serial: string | undefined;
  readonly cert: string | undefined;
}

export interface Chosen {
  readonly host: TokenHost;
  readonly token: Token;
  readonly certificate: TokenCertificate;
  readonly asker: PinAsker;
}

export type Choice =
  | (Chosen & { readonly kind: 'chosen' })
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'misuse'; readonly sentence: string };

const refused = (failure: Failure): Choice => ({ kind: 'failed', failure });

/** Starts the token host and settles on one token and one certificate, before any file is touched. */
export async function chooseKey(wish: KeyWish, pin: PinSource, ui: Ui): Promise<Choice> {
  const libraries = librariesFrom(wish.module === undefined ? [] : [wish.module]);
  const [library, ...others] = libraries;
  if (library === undefined) return refused({ kind: 'driverMissing', library: 'PKCS#11' });
  if (others.length > 0) {
    for (const { path } of libraries) ui.note(`  --module ${path}`);
    return { kind: 'misuse', sentence: ui.words.sign.whichModule };
  }
  const asker = pinAsker(pin, ui);
  const host = await startTokenHost(library, asker.ask);
  if (!host.ok) return refused(host.failure);
  const choice = await chooseOn(host.value, asker, wish, ui);
  if (choice.kind !== 'chosen') await host.value.close();
  return choice;
}

async function chooseOn(host: TokenHost, asker: PinAsker, wish: KeyWish, ui: Ui): Promise<Choice> {
  const listing = await host.client.call('token.list', {}, { deadlineMs: 20_000 });
  if (!listing.ok) return refused(listing.failure);
  const [token, ...others] = tokensAnswering(listing.value, wish);
  if (token === undefined || others.length > 0) {
    for (const { label, serial } of listing.value.tokens) ui.note(`  --token-label "${label}"  --serial ${serial}`);
    if (token === undefined) return refused({ kind: 'tokenAbsent', token: wish.label ?? wish.serial ?? null });
    return { kind: 'misuse', sentence: ui.words.sign.whichToken };
  }
  const certificate = chooseCertificate(token, wish.cert);
  if (!certificate.ok) {
    for (const line of certificateLines(token, ui)) ui.note(`  ${line}`);
    return refused(certificate.failure);
  }
  return { kind: 'chosen', host, token, certificate: certificate.value, asker };
}
