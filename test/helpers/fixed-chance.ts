import process from 'node:process';
import fc from 'fast-check';

/**
 * Every property is tried with the same values each time: what fails is then the change, and never the draw. `FOJAS_PROPERTY_SEED=7`
 * draws others, `FOJAS_PROPERTY_SEED=random` new ones each time (fast-check names the seed of what failed).
 */
const wanted = process.env['FOJAS_PROPERTY_SEED'] ?? '1';
if (wanted !== 'random') {
  const seed = Number(wanted);
  if (!Number.isInteger(seed)) throw new Error(`FOJAS_PROPERTY_SEED is a whole number or "random", not "${wanted}"`);
  fc.configureGlobal({ seed });
}
