/** A central repository with one office's, between which a test cuts the line, for real desks. */
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { accessKey, makeTestFolder, officeId, startTestRepository } from '../../helpers/office.ts';
import { startOfficeRepository } from '../../helpers/repository.ts';
import { cutLine } from './line.ts';

/** Everything ends with the test. */
export async function deskOffice() {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const centre = await startTestRepository(folder.repository);
  onTestFinished(() => centre.stop());
  const line = { up: true };
  const dispatcher = cutLine(line);
  onTestFinished(() => dispatcher.destroy());
  const of = { officeId, accessKey, dispatcher };
  const accessKeys = [{ key: accessKey, officeId }];
  const office = await startOfficeRepository(join(folder.path, 'office'), centre, { accessKeys }, of);
  onTestFinished(() => office.close());
  return { folder, centre, line, office, caseId: await centre.putCase() };
}
