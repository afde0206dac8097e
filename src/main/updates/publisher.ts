import { failed, type Outcome, done } from '../../contract/failures.ts';

/** Runs a program of the system; null when it did not end well, or is not allowed to run. */
export type RunProgram = (program: string, args: readonly string[]) => Promise<string | null>;

const refused = (reason: 'publisherMissing' | 'publisherUnchecked' | 'publisherOther'): Outcome<null> =>
  failed({ kind: 'updateRefused', reason });

/**
 * Whether Windows says that one of these publishers signed a file (Authenticode). Everything that keeps the question from being
 * answered is a no: a missing name, a PowerShell that is blocked, an answer that does not parse, an answer about another file.
 * @param publishers distinguished names as in the certificate's subject, e.g. `CN=…, O=…, C=AR`: all of one must be there.
 */
export async function checkPublisher(
  file: string,
  publishers: readonly string[],
  run: RunProgram,
): Promise<Outcome<null>> {
  if (publishers.length === 0 || publishers.some((name) => partsOf(name) === null)) return refused('publisherMissing');
  // The path goes as a parameter of its own, and is nothing but a path: nobody can write code with it.
  if (!/^[A-Za-z]:\\[^"'`$;|&<>*?\r\n]+$/.test(file) && !/^\/[\w./-]+$/.test(file))
    return refused('publisherUnchecked');
  const script =
    '$ErrorActionPreference="Stop";$s=Get-AuthenticodeSignature -LiteralPath $args[0];' +
    '[Console]::Out.Write((ConvertTo-Json -Compress @{status=[int]$s.Status;path=$s.Path;subject=$s.SignerCertificate.Subject}))';
  const printed = await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', `& {${script}} '${file}'`]);
  const answer = parse(printed);
  if (answer === null || answer.path.toLowerCase() !== file.toLowerCase()) return refused('publisherUnchecked');
  const signer = partsOf(answer.subject);
  const valid = answer.status === 0 && signer !== null;
  return valid && publishers.some((name) => isWithin(partsOf(name), signer)) ? done(null) : refused('publisherOther');
}

type Parts = ReadonlyMap<string, string>;

/** `CN=a, O="b, c"` as its parts; null where it is none, or names a part twice. */
function partsOf(name: string): Parts | null {
  const parts = new Map<string, string>();
  const part = /\s*([A-Za-z0-9.]+)=("(?:[^"]|"")*"|[^,"]*)\s*(,|$)/y;
  while (part.lastIndex < name.length) {
    const [, key, value] = part.exec(name) ?? [];
    if (key === undefined || value === undefined || parts.has(key.toUpperCase())) return null;
    parts.set(key.toUpperCase(), value.replace(/^"|"$/g, '').replaceAll('""', '"').trim());
  }
  return parts.has('CN') ? parts : null;
}

const isWithin = (wanted: Parts | null, signer: Parts): boolean =>
  wanted !== null && [...wanted].every(([key, value]) => signer.get(key) === value);

function parse(printed: string | null): { status: number; path: string; subject: string } | null {
  try {
    const answer = JSON.parse(printed ?? '') as Record<string, unknown>;
    const { status, path, subject } = answer;
    return typeof status === 'number' && typeof path === 'string' && typeof subject === 'string'
      ? { status, path, subject }
      : null;
  } catch {
    return null;
  }
}
