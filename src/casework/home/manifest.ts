import type { KeyObject } from 'node:crypto';
import { CopyList, SignedCopyList } from '../../contract/home-files.ts';
import { isSignedBy, signList } from '../../parcel/index.ts';

/** The text of a copy's list, with the office's signature where it has a key. */
export function writeList(list: CopyList, key: KeyObject | null): string {
  const text = JSON.stringify(list);
  const signature = key === null ? null : Buffer.from(signList(key, Buffer.from(text))).toString('base64');
  return JSON.stringify({ list: text, signature } satisfies SignedCopyList);
}

export type ListVerdict =
  { readonly kind: 'good'; readonly list: CopyList } | { readonly kind: 'unreadable' | 'unsigned' | 'forged' };

/** @param key where given, only its signature is believed. */
export function readList(text: string, key: KeyObject | null): ListVerdict {
  const signed = SignedCopyList.safeParse(parseJson(text));
  if (!signed.success) return { kind: 'unreadable' };
  const { list, signature } = signed.data;
  if (key !== null && signature === null) return { kind: 'unsigned' };
  if (key !== null && !isSignedBy(key, Buffer.from(list), Buffer.from(signature ?? '', 'base64'))) {
    return { kind: 'forged' };
  }
  const parsed = CopyList.safeParse(parseJson(list));
  return parsed.success ? { kind: 'good', list: parsed.data } : { kind: 'unreadable' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
