import { buildAll } from '../../tools/build.ts';

/** Once, before all journeys: two builds at a time would pull the files from under each other's windows. */
export default async function setup(): Promise<void> {
  await buildAll({ say: console.log });
}
