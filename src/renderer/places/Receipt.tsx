import { CheckCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ActRow } from '../../contract/acts.ts';
import type { Failure } from '../../contract/failures.ts';
import { useModel, useWords } from '../app/context.tsx';
import type { Answer } from '../desk.ts';
import { kindEffect } from '../model/electronic.ts';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Button } from '../parts/small.tsx';

type Read =
  { kind: 'reading' } | { kind: 'read'; receipt: Answer<'receipts.read'> } | { kind: 'failed'; failure: Failure };

/** The repository's receipt as a paper of its own: number, fojas, the three times apart, and what our own check says now. */
export function Receipt({ row }: { row: ActRow }) {
  const model = useModel();
  const { say } = useWords();
  const [read, setRead] = useState<Read>({ kind: 'reading' });
  const [attempt, setAttempt] = useState(0);
  const { actId } = row;
  useEffect(() => {
    let left = false;
    void model.desk.call('receipts.read', { actId }).then((answer) => {
      if (left) return;
      setRead(answer.ok ? { kind: 'read', receipt: answer.value } : { kind: 'failed', failure: answer.failure });
    });
    return () => {
      left = true;
    };
  }, [model, actId, attempt]);

  if (read.kind === 'reading') return <p className="paper-reading">{say('receipt.reading')}</p>;
  if (read.kind === 'failed')
    return (
      <div className="paper-trouble">
        <FailureNote failure={read.failure}>
          <Button onPress={() => setAttempt((n) => n + 1)}>{say('action.retry')}</Button>
        </FailureNote>
      </div>
    );
  return <ReceiptPaper row={row} receipt={read.receipt} />;
}

function ReceiptPaper({ row, receipt }: { row: ActRow; receipt: Answer<'receipts.read'> }) {
  const { say, formats } = useWords();
  const { statement, verified, failure, place } = receipt;
  const { folioFrom, folioTo } = statement;
  // Order numbers and fojas are names, not amounts: no thousands are marked in them.
  const facts: [string, string, 'strong' | 'hash' | null][] = [
    [say('receipt.case'), `${statement.caseNumber} — ${row.caption}`, null],
    [say('receipt.act'), row.title, null],
    [say('receipt.number'), String(statement.number), 'strong'],
    [
      say('receipt.folios'),
      folioFrom === folioTo
        ? String(folioFrom)
        : say('receipt.fromTo', { from: String(folioFrom), to: String(folioTo) }),
      'strong',
    ],
    // Law 7: the word stands only where the receipt holds against our own bytes.
    [
      say(verified ? 'receipt.registered' : 'receipt.claimed'),
      formats.dateTime(statement.registeredAt, { zone: true }),
      'strong',
    ],
    [say('receipt.received'), formats.dateTime(statement.receivedAt, { zone: true }), null],
    [
      say('receipt.signed'),
      row.signedAt ? formats.dateTime(row.signedAt, { zone: true }) : say('receipt.unknown'),
      null,
    ],
    [say('receipt.size'), formats.size(statement.size), null],
    [say('receipt.hash'), statement.sha256, 'hash'],
    [say('receipt.repository'), statement.repository, null],
    [
      say('receipt.log'),
      place
        ? say('receipt.leaf', {
            leaf: formats.number(place.index + 1),
            size: formats.number(place.size),
            at: formats.dateTime(place.checkedAt),
          })
        : say('receipt.noLeaf'),
      null,
    ],
  ];
  if (row.electronic) facts.splice(2, 0, [say('fact.kind'), kindEffect(row, { say }), 'strong']);
  return (
    <div className="leaves" tabIndex={0} role="region" aria-label={say('receipt.label')} data-focus>
      <article className="receipt">
        <h3>{say('receipt.title')}</h3>
        {verified ? (
          <p className="receipt-verdict" data-tone="ok">
            <CheckCheck aria-hidden size={16} /> {say('receipt.verified')}
          </p>
        ) : (
          <FailureNote failure={failure ?? { kind: 'receiptInvalid', reason: 'unverified' }} alert={false} />
        )}
        <dl>
          {facts.map(([name, value, weight]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd data-weight={weight ?? undefined}>{value}</dd>
            </div>
          ))}
        </dl>
        {place ? <SaveReceipt row={row} /> : null}
        <details>
          <summary>{say('receipt.raw')}</summary>
          <p className="receipt-raw">{receipt.jws}</p>
        </details>
      </article>
    </div>
  );
}

type Saved = { kind: 'not' } | { kind: 'saved'; path: string } | { kind: 'failed'; failure: Failure };

/** Writes the receipt with its proofs into a file that anybody can check without this office and without a line. */
function SaveReceipt({ row }: { row: ActRow }) {
  const { desk } = useModel();
  const { say } = useWords();
  const [saved, setSaved] = useState<Saved>({ kind: 'not' });
  const save = async (): Promise<void> => {
    const answer = await desk.call('receipts.save', { actId: row.actId });
    setSaved(answer.ok ? { kind: 'saved', path: answer.value.path } : { kind: 'failed', failure: answer.failure });
  };
  return (
    <div className="receipt-save">
      <Button onPress={() => void save()}>{say('receipt.save')}</Button>
      <p className="hint" role="status">
        {saved.kind === 'saved' ? say('receipt.saved', { path: saved.path }) : ''}
      </p>
      {saved.kind === 'failed' ? <FailureNote failure={saved.failure} /> : null}
    </div>
  );
}
