import { useEffect } from 'react';
import type { Failure } from '../../contract/failures.ts';
import { stopsSigning } from '../../contract/rule-stops.ts';
import { capacityInPlaceOf } from '../../contract/words/in-place-of.ts';
import { choiceOf, leave, openToken, startSigning } from '../app/commands.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { isRead } from '../model/marks.ts';
import { choices, type Choosing } from '../model/signing.ts';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Preflight } from '../parts/Preflight.tsx';
import { Button, Hash } from '../parts/small.tsx';
import { Certificates } from './Certificates.tsx';
import { Lines } from './Lines.tsx';
import { PinChoice } from './PinChoice.tsx';
import { Rules } from './Rules.tsx';
import { TokenTroubles } from './TokenTroubles.tsx';
import { VisibleSignature } from './VisibleSignature.tsx';

/** Before the PIN: the certificate, the acts by name and hash, those left out because nobody read them, and what is asked. */
export function ChoosePlace({ rows, chosen, pin, visible, preview, starting, failure }: Omit<Choosing, 'kind'>) {
  const model = useModel();
  const { libraries, tokens, tokensFailure, status, settings } = useStore(model.office.view);
  const { say } = useWords();
  const ready = rows.filter(isRead).length;
  const unread = rows.length - ready;
  const all = choices(libraries ?? [], tokens.offers);
  const choice = choiceOf(model);
  const offered = choice?.certificate.certificateSha256 ?? null;
  useEffect(() => {
    if (choice) void model.signing.look(choice);
    // The office is asked once for each certificate, not for each reading of the tokens.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `choice` is made anew with each drawing; `offered` says which it is
  }, [offered, model]);
  // What was said of another certificate is not about this one.
  const told = preview?.certificateSha256 === offered ? preview : null;
  // Read so that the button follows what the office said of these very acts and this certificate.
  useStore(model.preflight.view);
  useStore(model.passwords.view);
  const refused = choice !== null && model.preflight.blocks({ rows, choice, visible });
  const stopped = refused || (told?.findings.some(stopsSigning) ?? false);
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
          <>
            <FailureNote failure={nothing} tone="wait" alert={false}>
              <span className="failure-verbs">
                <Button data-focus onPress={() => void model.office.readTokens()}>
                  {say('signing.lookAgain')}
                </Button>
                <Button command="token" onPress={() => openToken(model)}>
                  {say('command.token')}
                </Button>
              </span>
            </FailureNote>
            <TokenTroubles />
          </>
        ) : (
          <Certificates
            all={all}
            chosen={choice?.certificate.certificateSha256 ?? chosen}
            remembered={settings.certificateSha256}
            onChoose={(sha256) => model.signing.choose(sha256)}
          />
        )}
        {choice ? <PinChoice n={ready} pin={pin} choice={choice} preview={told} /> : null}
        {told ? <Rules findings={told.findings} /> : null}
        {choice && ready > 0 ? <VisibleSignature visible={visible} /> : null}
        {choice && ready > 0 ? <Preflight rows={rows} choice={choice} visible={visible} /> : null}
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
            ? say(
                choice.offer?.electronic
                  ? 'signing.electronicConsent'
                  : pin === 'each' || told?.pinPerSignature === true
                    ? 'signing.consentEach'
                    : 'signing.consent',
                { n: ready, person: status.person.name, capacity: capacityOf(told, status.person.capacity, ready) },
              )
            : say('signing.chooseFirst')}
        </p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => leave(model)}>
            {say('action.back')}
          </Button>
          <Button
            look="main"
            command="primary"
            isDisabled={!choice || ready === 0 || starting || stopped}
            onPress={() => startSigning(model)}
          >
            {starting ? say('signing.starting') : say('action.signActs', { n: ready })}
          </Button>
        </div>
      </footer>
    </>
  );
}

/** The capacity in which the person signs today: a substitute's caption follows it. */
function capacityOf(preview: Choosing['preview'], capacity: string, items: number): string {
  const substitute = preview?.findings.find(({ kind }) => kind === 'substituteSigns');
  if (substitute?.kind !== 'substituteSigns') return capacity;
  // Of an appointment at the repository it is said of each act whom it is signed for; others of the batch are signed as ever.
  const { acts, caption, replaces } = substitute;
  if (acts === undefined) return `${capacity}, ${caption}`;
  return acts === items ? capacityInPlaceOf(capacity, replaces) : capacity;
}
