import { useEffect } from 'react';
import { leave } from '../app/commands.ts';
import { useModel, useStore, useWords, type Words } from '../app/context.tsx';
import type { Answer } from '../desk.ts';
import { isWorrying } from '../model/home.ts';
import { FailureNote } from '../parts/FailureNote.tsx';
import { PlaceField } from '../parts/PlaceField.tsx';
import { Ago, Button } from '../parts/small.tsx';
import { CarrySection } from './CarrySection.tsx';
import { WishSection } from './WishSection.tsx';
import { LeaveSection } from './LeaveSection.tsx';

/** What only exists on this computer: its second copy, and what is carried on a stick. */
export function HomePlace() {
  const model = useModel();
  const { failure } = useStore(model.home.view);
  const { say } = useWords();
  useEffect(() => void model.home.read(), [model]);
  return (
    <>
      <header className="place-head">
        <h2>{say('home.title')}</h2>
        <p className="place-note">{say('home.note')}</p>
      </header>
      <div className="place-body home-body">
        {failure ? <FailureNote failure={failure} /> : null}
        <SecondCopySection />
        <StickSection />
        <WishSection />
        <CarrySection />
        <LeaveSection />
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" />
        <div className="decision-verbs">
          <Button command="back" onPress={() => leave(model)}>
            {say('action.back')}
          </Button>
        </div>
      </footer>
    </>
  );
}

function SecondCopySection() {
  const model = useModel();
  const { status, check, busy } = useStore(model.home.view);
  const { say } = useWords();
  if (!status) return null;
  const isOff = status.state === 'off';
  return (
    <section aria-label={say('home.copy')}>
      <h3 className="group-label">{say('home.copy')}</h3>
      <dl className="facts">
        <div>
          <dt>{say('home.state')}</dt>
          <dd data-tone={isOff || isWorrying(status) ? 'wait' : undefined}>{say(`home.state.${status.state}`)}</dd>
        </div>
        {status.folder === null && !status.repository ? null : (
          <div>
            <dt>{say('home.folder')}</dt>
            <dd>
              {status.folder === null ? null : <code>{status.folder}</code>}
              {status.folder !== null && status.repository ? ' · ' : null}
              {status.repository ? say('home.atRepository') : null}
              {status.sameDisk ? <span data-tone="wait"> · {say('home.sameDisk')}</span> : null}
            </dd>
          </div>
        )}
        {isOff ? null : (
          <div>
            <dt>{say('home.last')}</dt>
            <dd>{status.lastCopyAt === null ? say('home.never') : <Ago at={status.lastCopyAt} />}</dd>
          </div>
        )}
        <div>
          <dt>{say('home.unsent')}</dt>
          <dd data-tone={status.uncovered > 0 ? 'wait' : undefined}>
            {say('home.unsentFiles', { n: status.unsent })} · {say('home.uncovered', { n: status.uncovered })}
          </dd>
        </div>
      </dl>
      {status.failure ? <FailureNote failure={status.failure} tone="wait" alert={false} /> : null}
      {isOff ? (
        <p className="place-note">{say('home.off')}</p>
      ) : (
        <p className="home-verbs">
          <Button
            look="main"
            isDisabled={busy !== null}
            onPress={() => void model.home.copyNow(status.state === 'otherPlace')}
          >
            {say(status.state === 'otherPlace' ? 'home.adopt' : busy === 'copy' ? 'home.copying' : 'home.copyNow')}
          </Button>
          <Button isDisabled={busy !== null} onPress={() => void model.home.checkNow()}>
            {say(busy === 'check' ? 'home.checking' : 'home.check')}
          </Button>
        </p>
      )}
      {check ? <CheckList /> : null}
    </section>
  );
}

function CheckList() {
  const model = useModel();
  const { check } = useStore(model.home.view);
  const { say } = useWords();
  if (!check) return null;
  if (check.generations.length === 0) return <p>{say('home.noCopies')}</p>;
  return (
    <div role="status">
      <ul className="home-check">
        {check.generations.map(({ name, damaged, files }) => (
          <li key={name} data-tone={damaged.length > 0 ? 'bad' : 'ok'}>
            <code>{name}</code> ·{' '}
            {damaged.length > 0 ? say('home.damaged', { n: damaged.length }) : say('home.whole', { n: files })}
          </li>
        ))}
      </ul>
    </div>
  );
}

function StickSection() {
  const model = useModel();
  const { busy, folder, file, exported, imported } = useStore(model.home.view);
  const { say, formats } = useWords();
  return (
    <section aria-label={say('stick.title')}>
      <h3 className="group-label">{say('stick.title')}</h3>
      <p className="place-note">{say('stick.note')}</p>
      <PlaceField
        label={say('stick.folder')}
        value={folder}
        onChange={(value) => model.home.write({ folder: value })}
      />
      <Button isDisabled={busy !== null || folder.trim() === ''} onPress={() => void model.home.exportTo()}>
        {say(busy === 'export' ? 'stick.exporting' : 'stick.export')}
      </Button>
      {exported ? (
        <p role="status">
          {say('stick.exported', { n: exported.acts })} <code>{exported.path}</code>
          {exported.sealedTo === null ? null : <span> {say('stick.sealedTo', { name: exported.sealedTo })}</span>}
          {besidesIn(exported) > 0 ? <span> {say('stick.besides', besides(exported, formats))}</span> : null}
          {exported.leftOut > 0 ? <span data-tone="bad"> {say('stick.leftOut', { n: exported.leftOut })}</span> : null}
        </p>
      ) : null}
      <PlaceField
        label={say('stick.file')}
        value={file}
        onChange={(value) => model.home.write({ file: value })}
        ending=".respuesta"
      />
      <Button isDisabled={busy !== null || file.trim() === ''} onPress={() => void model.home.importFrom()}>
        {say(busy === 'import' ? 'stick.importing' : 'stick.import')}
      </Button>
      {imported ? (
        <p role="status">
          {imported.kind === 'seed'
            ? say('stick.seeded', { n: imported.acts })
            : say('stick.answered', { n: imported.registered })}
          {imported.delivered > 0 ? <span> {say('stick.delivered', { n: imported.delivered })}</span> : null}
          {imported.unknown.length > 0 ? (
            <span data-tone="wait">
              {' '}
              {say('stick.unknown')} {imported.unknown.join(', ')}
            </span>
          ) : null}
          {imported.refused + imported.later > 0 ? (
            <span data-tone="wait"> {say('stick.notTaken', { n: imported.refused + imported.later })}</span>
          ) : null}
        </p>
      ) : null}
    </section>
  );
}

/** What goes with the acts. */
const besidesIn = ({ cases, proposals, signatures, drafts, entries }: Answer<'stick.export'>): number =>
  cases + proposals + signatures + drafts + entries;
const besides = (
  { cases, proposals, signatures, drafts, entries }: Answer<'stick.export'>,
  { number }: Pick<Words['formats'], 'number'>,
) => ({
  ...{ cases: number(cases), proposals: number(proposals), signatures: number(signatures) },
  ...{ drafts: number(drafts), entries: number(entries) },
});
