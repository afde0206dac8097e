import { z } from 'zod';
import { templateCatalogue } from '../../casework/drafts/templates/catalogue.ts';
import { ProfileId, TemplateProfile } from '../../contract/templates.ts';
import {
  ProfileRecord,
  type ProfileStanding,
  type TemplatesAnswer,
  mostProfileText,
} from '../../contract/wire-templates.ts';
import { createFormats } from '../../contract/words/formats.ts';
import { atConsole } from '../../repository/people/orders.ts';
import { profileAt, publishTemplates } from '../../repository/templates/publish.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { jsonIn } from '../json-file.ts';
import { peopleOptions, peopleValues, withEngines } from '../repository/people.ts';
import type { Ui } from '../ui.ts';
import { withOffice } from '../with-office.ts';

function said(id: string, answer: TemplatesAnswer, ui: Ui): ExitCode {
  ui.answer(answer);
  if (answer.kind === 'published') {
    ui.print(ui.words.templates.published(id, answer.version));
    return exitCodes.ok;
  }
  ui.note(`fojas: ${ui.words.templates.overtaken(answer.version)}`);
  return exitCodes.no;
}

export const templatesPublish = defineCommand('repository templates publish', {
  options: { ...peopleOptions, after: { type: 'string' } },
  values: z.object({ ...peopleValues, after: z.coerce.number().int().min(0).optional() }),
  files: 'some',
  async run({ dir, register, config, 'store-key-file': storeKeyFile, seat, after }, files, ui) {
    const [file, ...others] = files;
    if (file === undefined || others.length > 0) return ui.misuse(ui.words.templates.oneFile);
    const bad = (where: string): string => ui.words.templates.badFile(file, where);
    const read = await jsonIn(file, TemplateProfile, bad, ui);
    if (typeof read === 'number') return read;
    const profile = read.value;
    const { id } = profile;
    const size = JSON.stringify(profile).length;
    if (size > mostProfileText) return ui.misuse(bad(`${size} > ${mostProfileText}`));
    if (dir !== undefined && config === undefined)
      return withEngines({ dir, register }, ui, ui.words.people.runs, async (engines, clock) => {
        const book = engines.register.people;
        const known = (await profileAt(book, id))?.version ?? 0;
        const by = { ...atConsole, name: atConsole.officeId };
        return said(id, await publishTemplates({ book, clock }, { after: after ?? known, profile }, by), ui);
      });
    if (config === undefined || storeKeyFile === undefined || dir !== undefined)
      return ui.misuse(ui.words.people.whereFlags);
    return withOffice({ config, 'store-key-file': storeKeyFile, seat }, ui, async ({ client }) => {
      const publish = (at: number) => client.call('templates.publish', { after: at, profile });
      const standing = await client.call('templates.read', {});
      if (!standing.ok) return ui.fail(standing.failure);
      const known = standing.value.profiles.find((one) => one.profile === id)?.published?.version ?? 0;
      let answer = await publish(after ?? known);
      // A desk that had not heard of the newest yet has by now; who named a version meant that one.
      if (after === undefined && answer.ok && answer.value.answer.kind === 'overtaken')
        answer = await publish(answer.value.answer.version);
      return answer.ok ? said(id, answer.value.answer, ui) : ui.fail(answer.failure);
    });
  },
});

/** The profiles, a line each; or one of them, whole, as the file that the next version begins from. */
function show(
  profiles: readonly ProfileStanding[],
  wanted: string | undefined,
  text: (id: string) => TemplateProfile | null,
  ui: Ui,
): ExitCode {
  const words = ui.words.templates;
  if (wanted !== undefined) {
    const profile = text(wanted);
    if (!profile) return ui.misuse(words.unknown(wanted));
    ui.answer(profile);
    for (const line of JSON.stringify(profile, null, 2).split('\n')) ui.print(line);
    return exitCodes.ok;
  }
  ui.answer({ profiles });
  const formats = createFormats(ui.locale);
  for (const { profile, name, models, published } of profiles) {
    ui.print(words.profile(profile, name, models));
    ui.print(
      `  ${published ? words.since(published.version, formats.dateTime(published.at), published.by) : words.ofProgram}`,
    );
  }
  return exitCodes.ok;
}

export const templatesShow = defineCommand('repository templates show', {
  options: { ...peopleOptions, profile: { type: 'string' } },
  values: z.object({ ...peopleValues, profile: ProfileId.optional() }),
  async run({ dir, register, config, 'store-key-file': storeKeyFile, seat, profile: wanted }, _files, ui) {
    if (dir !== undefined && config === undefined)
      return withEngines({ dir, register }, ui, ui.words.people.runs, async (engines) => {
        const texts = await engines.register.people.list('templates');
        const records = texts.map((text) => ProfileRecord.parse(JSON.parse(text)));
        const all = templateCatalogue(() =>
          records.map(({ text }) => TemplateProfile.parse(JSON.parse(text))),
        ).profiles();
        const standing = all.map(({ id, name, templates }): ProfileStanding => {
          const found = records.find((one) => one.profile === id);
          const published = found ? { version: found.version, at: found.at, by: found.by } : null;
          return { profile: id, name, models: templates.length, published };
        });
        return show(standing, wanted, (id) => all.find((one) => one.id === id) ?? null, ui);
      });
    if (config === undefined || storeKeyFile === undefined || dir !== undefined)
      return ui.misuse(ui.words.people.whereFlags);
    return withOffice({ config, 'store-key-file': storeKeyFile, seat }, ui, async ({ client }) => {
      const standing = await client.call('templates.read', {});
      if (!standing.ok) return ui.fail(standing.failure);
      const text = wanted === undefined ? null : await client.call('templates.text', { profile: wanted });
      return show(standing.value.profiles, wanted, () => (text?.ok ? text.value.profile : null), ui);
    });
  },
});
