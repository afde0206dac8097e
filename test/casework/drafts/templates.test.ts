import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { templateCatalogue } from '../../../src/casework/drafts/templates/catalogue.ts';
import { fillTemplate } from '../../../src/casework/drafts/templates/fill.ts';
import { missingIn, partsWithBlanks } from '../../../src/contract/template-missing.ts';
import { ShippedProfile } from '../../../src/contract/templates.ts';
import { type DraftParagraph, DraftText } from '../../../src/contract/wire-drafts.ts';
import { createWorld } from '../world.ts';

const catalogue = templateCatalogue();
const facts = {
  ...{ caseNumber: '97-00-000418-26', caption: 'Sosa Ferreyra, Nahuel s/ robo agravado', office: 'UFIyJ N.º 3' },
  ...{ locality: 'Laguna Clara', person: 'Nerea Lapacó', capacity: 'Secretaria' },
  now: new Date(2026, 2, 4, 9, 5),
};
let made = 0;
const begun = (profile: string, id: string): DraftText =>
  fillTemplate(catalogue.find({ profile, id })!, facts, () => `p${(made += 1)}`);
const all = catalogue.outlines(ShippedProfile.options);

describe('models of acts', () => {
  it('are there for every act that a prosecutor’s office of the Province writes, and in other words for misdemeanours', () => {
    const acts =
      'denuncia|acta de procedimiento policial|acta de aprehensión|formación de IPP|designación de UFI|providencia|oficio|cédula|' +
      'mandamiento|citación|acta de declaración testimonial|acta de declaración del imputado|acta de negativa a declarar|' +
      'acta de reconocimiento|acta de allanamiento|acta de secuestro|constancia|nota actuarial|informe pericial|' +
      'informe de antecedentes|dictamen|requerimiento de allanamiento|requerimiento de detención|' +
      'requerimiento de prisión preventiva|resolución|auto|prórroga de IPP|requisitoria de elevación a juicio|' +
      'notificación a víctima|archivo|reapertura|desestimación|incompetencia|acumulación|desglose|certificación de copias|' +
      'testimonio|acta de audiencia|sentencia|recurso|elevación|acta de contingencia|acta de apertura|acta de entrega y recepción';
    const types = new Set(catalogue.outlines(['buenos-aires-mp']).map(({ actType }) => actType));
    expect(acts.split('|').filter((each) => !types.has(each))).toEqual([]);
    const autos = catalogue.outlines(['buenos-aires-mp']).filter(({ actType }) => actType === 'auto');
    expect(autos).toHaveLength(4);
    expect(catalogue.outlines(['faltas']).map(({ actType }) => actType)).toContain('acta de infracción');
  });

  it('say what they rest on, and which of it nobody has verified', () => {
    for (const { norms } of all) expect(norms.length).toBeGreaterThan(0);
    const prision = all.find(({ id }) => id === 'req-prision')!;
    expect(prision.norms).toEqual([
      { text: 'Código Procesal Penal de la Provincia de Buenos Aires, art. 158', unverified: true },
    ]);
  });

  it('begin a text that a draft can be, with what is known filled in', () => {
    for (const { profile, id } of all) expect(() => DraftText.parse(begun(profile, id))).not.toThrow();
    const text = begun('buenos-aires-mp', 'declaracion-308');
    expect(text.title).toBe('Declaración de Sosa Ferreyra, Nahuel (art. 308)');
    expect(text.paragraphs[0]!.text).toBe(
      'En Laguna Clara, el 4 de marzo de 2026, siendo las 09:05 horas, ante Nerea Lapacó, Secretaria, ' +
        'en la causa N.º 97-00-000418-26, «Sosa Ferreyra, Nahuel s/ robo agravado», con la presencia de su defensa, defensor/a.',
    );
    expect(begun('buenos-aires-mp', 'secuestro').title).toBe('Acta de secuestro');
    const nobody = { ...facts, caption: 'V., M. – víctima; T.G. (9 años) – testigo' };
    const other = fillTemplate(catalogue.find({ profile: 'buenos-aires-mp', id: 'req-detencion' })!, nobody, () => 'x');
    expect(other.title).toBe('Requerimiento de detención');
  });

  it('lack every part that nobody wrote a word of, and every blank, until they are written', () => {
    const blank = fc.constantFrom(...all);
    fc.assert(
      fc.property(blank, fc.nat(), ({ profile, id, sections }, seed) => {
        const { paragraphs } = begun(profile, id);
        const written = paragraphs.map(({ marks: _, ...rest }): DraftParagraph => rest);
        expect(missingIn(written, sections)).toEqual({ sections: [], fields: [] });
        // Without any one part it is that part which is missing, and no other.
        const one = sections[seed % sections.length]!;
        let below = false;
        const without = written.filter((each) => {
          if (each.style === 'heading') below = each.section === one.id;
          return !below && each.section !== one.id;
        });
        expect(missingIn(without, sections)).toEqual({ sections: [one.name], fields: [] });
      }),
    );
    const { paragraphs } = begun('buenos-aires-mp', 'requisitoria');
    const { sections } = catalogue.outlineOf({ profile: 'buenos-aires-mp', id: 'requisitoria' })!;
    const missing = missingIn(paragraphs, sections);
    expect(missing.sections).toContain('Relación clara, precisa y circunstanciada del hecho');
    expect(missing.fields).toContain('fundamentos');
    // What stands beside a blank is not the act's own words where there is nothing but space and signs.
    // A part in which something is written is not done while a blank in it stands open.
    const withWords = paragraphs.map((each) => ({ ...each, text: `${each.text} Palabras propias.` }));
    expect(missingIn(withWords, sections).sections).toEqual([]);
    const blanks = partsWithBlanks(withWords, sections);
    expect(blanks).toContain('Relación clara, precisa y circunstanciada del hecho');
    const filled = withWords.map(({ marks: _, ...rest }): DraftParagraph => rest);
    expect(partsWithBlanks(filled, sections)).toEqual([]);
    const signs = paragraphs.map((each) => ({ ...each, text: each.text.replace(/\.$/, ' — .') }));
    expect(missingIn(signs, sections).sections).toEqual(missing.sections);
  });
});

describe('a draft from a model', () => {
  it('is refused by the office until its parts are written and its blanks filled, and keeps its model', async () => {
    const { office } = await createWorld({ acts: 1 });
    const { cases } = await office.call('drafts.cases', {});
    const { templates } = await office.call('drafts.templates', {});
    const chosen = templates.find(({ id }) => id === 'providencia')!;
    const template = { profile: chosen.profile, id: chosen.id };
    const draft = await office.call('drafts.beginFrom', { caseId: cases[0]!.caseId, template });
    const { draftId } = draft.row;
    expect(await office.refusal('drafts.sheet', { draftId, signer: null })).toEqual({
      kind: 'draftIncomplete',
      sections: ['Lo que se dispone'],
      fields: ['lo que se dispone'],
      citations: [],
    });
    const { template: _, ...bare } = draft.hand.text;
    const save = { draftId, grewFrom: draft.hand.versionId };
    expect(await office.refusal('drafts.save', { ...save, text: bare })).toMatchObject({ kind: 'badInput' });

    const actId = 'b7f3c1de-0000-4000-8000-000000000009';
    const [first, ...rest] = draft.hand.text.paragraphs;
    const cite = { kind: 'cite' as const, from: 0, to: 6, actId: actId as never };
    const citing = { ...first!, text: 'fs. 12: agréguese.', marks: [cite] };
    const written = { ...draft.hand.text, paragraphs: [citing, ...rest] };
    const saved = await office.call('drafts.save', { ...save, text: written });
    expect(await office.refusal('drafts.sheet', { draftId, signer: null })).toEqual({
      ...{ kind: 'draftIncomplete', sections: [], fields: [], citations: ['fs. 12'] },
    });
    const plain = { ...written, paragraphs: [{ ...first!, marks: undefined, text: 'Agréguese.' }, ...rest] };
    delete plain.paragraphs[0]!.marks;
    await office.call('drafts.save', { draftId, grewFrom: saved.hand.versionId, text: plain });
    expect(await office.call('drafts.sheet', { draftId, signer: null })).toHaveProperty('sha256');
    expect(
      await office.refusal('drafts.beginFrom', { caseId: cases[0]!.caseId, template: { profile: 'x', id: 'y' } }),
    ).toMatchObject({ kind: 'badInput' });
  });
});
