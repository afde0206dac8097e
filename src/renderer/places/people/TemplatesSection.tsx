import { useEffect, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import type { Failure } from '../../../contract/failures.ts';
import { useModel, useWords } from '../../app/context.tsx';
import type { Answer } from '../../desk.ts';
import { Button } from '../../parts/small.tsx';

type Standing = Answer<'templates.read'>;

/** Which models of acts there are, and how an institution's own are published: for IT. */
export function TemplatesSection({ onFailure }: { readonly onFailure: (failure: Failure | null) => void }) {
  const model = useModel();
  const { say, formats } = useWords();
  const [standing, setStanding] = useState<Standing | null>(null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    void model.desk.call('templates.read', {}).then((read) => {
      if (read.ok) setStanding(read.value);
      else onFailure(read.failure);
    });
  }, [model, onFailure]);
  if (!standing) return null;

  const publish = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    let profile: unknown;
    try {
      profile = JSON.parse(await file.text());
    } catch {
      return setSaid(say('templates.badFile', { file: file.name, where: 'JSON' }));
    }
    const id = profile instanceof Object && 'id' in profile ? profile.id : null;
    const after = standing.profiles.find((one) => one.profile === id)?.published?.version ?? 0;
    // The office holds what is in the file against the form of a profile.
    const outcome = await model.desk.call('templates.publish', { after, profile: profile as never });
    const bad = !outcome.ok && outcome.failure.kind === 'badInput' ? outcome.failure : null;
    onFailure(outcome.ok || bad ? null : outcome.failure);
    if (bad) return setSaid(say('templates.badFile', { file: file.name, where: bad.detail }));
    if (!outcome.ok) return;
    const { answer, profiles } = outcome.value;
    setStanding({ ...standing, profiles });
    setSaid(say(`templates.${answer.kind}`, { profile: String(id), version: String(answer.version) }));
  };
  return (
    <section aria-label={say('templates.title')}>
      <h3 className="group-label">{say('templates.title')}</h3>
      <p role="status">{said}</p>
      <dl className="facts">
        {standing.profiles.map(({ profile, name, models, published }) => (
          <div key={profile}>
            <dt>{profile}</dt>
            <dd>
              {name} · {say('templates.models', { n: models })} ·{' '}
              {published
                ? say('calendar.inForce', {
                    ...{ version: String(published.version), at: formats.dateTime(published.at), by: published.by },
                  })
                : say('templates.ofProgram')}
              {standing.offered.includes(profile) ? ` · ${say('templates.offered')}` : ''}
            </dd>
          </div>
        ))}
      </dl>
      <p className="place-note">{say('templates.note')}</p>
      <p className="home-verbs">
        <FileTrigger acceptedFileTypes={['.json', 'application/json']} onSelect={(files) => void publish(files?.[0])}>
          <Button>{say('templates.publish')}</Button>
        </FileTrigger>
      </p>
    </section>
  );
}
