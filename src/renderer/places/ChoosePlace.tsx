import type { ActRow } from '../../contract/acts.ts';
import type { Failure } from '../../contract/failures.ts';
import type { Sha256 } from '../../contract/ids.ts';
import { choiceOf, leave, startSigning } from '../app/commands.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { isRead } from '../model/marks.ts';
import { choices } from '../model/signing.ts';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Button, Hash } from '../parts/small.tsx';
import { Certificates } from './Certificates.tsx';
import { Lines } from './Lines.tsx';

/** Before the PIN: the certificate, the acts by name and hash, those left out because nobody read them, and what is asked. */
export function ChoosePlace({
  rows,
  chosen,
  starting,
  failure,
}: {
  rows: readonly ActRow[];
  chosen: Sha256 | null;
  starting: boolean;
  failure: Failure | null;
}) {
  const model = useModel();
  const { libraries, tokensFailure, status, settings } = useStore(model.office.view);
  const { say } = useWords();
  const ready = rows.filter(isRead).length;
  const unread = rows.length - ready;
  const all = choices(libraries ?? []);
  const choice = choiceOf(model);
  const troubles = (libraries ?? []).flatMap((library) => (library.failure ? [library.failure] : []));
  const nothing: Failure | null =
    tokensFailure ?? (all.length === 0 ? (troubles[0] ?? { kind: 'tokenAbsent', token: null }) : null);

  return (
    <>
      <header className="place-head">
        <h2>{say('signing.title', { n: ready })}</h2>
        {unread > 0 ? <p className="place-note">{say('signing.unread', { n: unread })}</p> : null}
      </header>
      <div className="place-body signing">
        {failure ? <FailureNote failure={failure} /> : null}
        {libraries === null && !tokensFailure ? (
          <p className="hint">{say('signing.readingTokens')}</p>
        ) : nothing ? (
          <FailureNote failure={nothing} tone="wait" alert={false}>
            <Button data-focus onPress={() => void model.office.readTokens()}>
              {say('signing.lookAgain')}
            </Button>
          </FailureNote>
        ) : (
          <Certificates
            all={all}
            chosen={choice?.certificate.certificateSha256 ?? chosen}
            remembered={settings.certificateSha256}
            onChoose={(sha256) => model.signing.choose(sha256)}
          />
        )}
        <h3>{say('signing.acts')}</h3>
        <Lines
          count={rows.length}
          label={say('signing.acts')}
          line={(index) => {
            const row = rows[index]!;
            return {
              key: row.actId,
              tone: isRead(row) ? 'plain' : 'wait',
              title: row.title,
              caption: row.caption,
              aside: <Hash sha256={row.documentSha256} />,
              word: row.shown
                ? say('signing.read')
                : row.vouchedBy
                  ? say('signing.vouched', { name: row.vouchedBy })
                  : say('signing.leftOut'),
            };
          }}
        />
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about">
          {choice && status
            ? say('signing.consent', {
                n: ready,
                person: status.person.name,
                capacity: status.person.capacity,
              })
            : say('signing.chooseFirst')}
        </p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => leave(model)}>
            {say('action.back')}
          </Button>
          <Button
            look="main"
            command="primary"
            isDisabled={!choice || ready === 0 || starting}
            onPress={() => startSigning(model)}
          >
            {starting ? say('signing.starting') : say('action.signActs', { n: ready })}
          </Button>
        </div>
      </footer>
    </>
  );
}
