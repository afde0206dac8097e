import type { FastifyInstance } from 'fastify';
import { bundleLimits } from '../contract/wire-bundle.ts';
import { uploadLimits } from '../contract/wire-blobs.ts';
import { type Capabilities, features, oldestVersion } from '../contract/wire.ts';
import { problem } from './problems.ts';

/** The longest wait for news, in seconds. Each question costs a desk two kilobytes of proofs: one a minute would be most of what an idle one sends. */
const longPollSeconds = 165;

/**
 * Asks of each request, by its headers, whether both sides understand each other: `Fojas-Version` names the newest wording (a date)
 * that the sender knows, `Fojas-Requires` what has to be there for the request to mean what it says. Neither is needed: who names
 * nothing speaks the first wording, and is answered in it.
 */
export function agreeOnVersion(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    const version = request.headers['fojas-version'];
    if (version !== undefined) {
      if (typeof version !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(version))
        return problem(reply, 'bad-request', 'Fojas-Version: a date such as 2026-11-22');
      if (version < oldestVersion) return problem(reply, 'client-too-old', `at least ${oldestVersion}`);
    }
    const required = String(request.headers['fojas-requires'] ?? '');
    const lacking = required
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !features.some((feature) => feature === name));
    if (lacking.length > 0) {
      return problem(reply, 'feature-missing', `not here: ${lacking.length} of what Fojas-Requires names`);
    }
    return undefined;
  });
}

/** What is told of abilities and limits to those who name a version. */
export const abilitiesOf = (keepsLog: boolean): Pick<Capabilities, 'features' | 'limits'> => ({
  // Inside an office nothing is signed in the register's name.
  features: features.filter((one) => keepsLog || one !== 'signed-entry-refusals'),
  limits: {
    frameBytes: bundleLimits.frameBytes,
    bundleBytes: bundleLimits.bundleBytes,
    uploadsPerOffice: uploadLimits.perOffice,
    uploadRestSeconds: uploadLimits.restMs / 1000,
    longPollSeconds,
  },
});
