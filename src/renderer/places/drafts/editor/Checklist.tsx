import { CircleCheck, CircleDashed } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { missingIn, partsWithBlanks } from '../../../../contract/template-missing.ts';
import type { DraftText } from '../../../../contract/wire-drafts.ts';
import { useModel, useStore, useWords } from '../../../app/context.tsx';

/** What the act has to say by its model, what of it is written, and the blanks that stand open. */
export function Checklist({ text, onBlank }: { text: DraftText; onBlank: (label: string) => void }) {
  const model = useModel();
  const { say } = useWords();
  const { templates } = useStore(model.drafts.view);
  const outline = templates.find(({ profile, id }) => profile === text.template?.profile && id === text.template?.id);
  const { sections, fields } = missingIn(text.paragraphs, outline?.sections ?? null);
  const unfilled = partsWithBlanks(text.paragraphs, outline?.sections ?? []);
  return (
    <div className="checklist" role="region" aria-label={say('prose.checklist')}>
      {outline ? (
        <>
          <h3>{outline.name}</h3>
          <ul>
            {outline.sections.map(({ id, name }) => {
              const isMissing = sections.includes(name);
              const isMet = !isMissing && !unfilled.includes(name);
              const stands = isMet ? 'prose.partThere' : isMissing ? 'prose.partMissing' : 'prose.partUnfilled';
              return (
                <li key={id} data-tone={isMet ? 'ok' : 'wait'}>
                  {isMet ? <CircleCheck aria-hidden size={16} /> : <CircleDashed aria-hidden size={16} />}
                  <span>{name}</span>
                  <span className="heard">{say(stands)}</span>
                </li>
              );
            })}
          </ul>
        </>
      ) : (
        <p className="hint">{say('prose.noTemplate')}</p>
      )}
      {fields.length > 0 ? (
        <>
          <h3>{say('prose.blanks', { n: fields.length })}</h3>
          <ul>
            {fields.map((label) => (
              <li key={label}>
                <AriaButton className="link" onPress={() => onBlank(label)}>
                  {label}
                </AriaButton>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {outline ? (
        <>
          <h3>{say('prose.norms')}</h3>
          <ul>
            {outline.norms.map(({ text: norm, unverified }) => (
              <li key={norm}>
                <span>
                  {norm}
                  {unverified ? <em> {say('prose.unverified')}</em> : null}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <p className="hint">{say('prose.keys')}</p>
    </div>
  );
}
