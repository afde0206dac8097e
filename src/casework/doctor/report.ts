import type { Finding } from '../../contract/doctor.ts';
import type { DoctorFacts } from './facts.ts';

/**
 * What IT gets to read, as JSON: the findings and the facts about readers, drivers, tokens and certificates behind them. There is
 * nothing of any case in it: the doctor never looks at one.
 */
export function doctorReport(facts: DoctorFacts, findings: readonly Finding[], version: string): string {
  const libraries = facts.libraries.map(({ libraryId, path, listing, failure }) => ({
    ...{ libraryId, path, failure, description: listing?.description ?? null },
    file: facts.files.find((file) => file.path === path) ?? null,
    tokens: (listing?.tokens ?? []).map(({ certificates, ...token }) => ({
      ...token,
      certificates: certificates.map(({ der: _der, ...certificate }) => certificate),
    })),
  }));
  const report = {
    ...{ program: 'Fojas', version, at: facts.now.toISOString(), platform: facts.platform, arch: facts.arch },
    ...{ findings, readers: facts.readers, libraries },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
