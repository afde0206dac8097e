import type { ActRow } from '../../contract/acts.ts';
import { useWords } from '../app/context.tsx';
import { kindEffect } from '../model/electronic.ts';
import { KeepSwitch } from './KeepSwitch.tsx';

/** The rest of what is known of an act, on demand. */
export function ActFacts({ row }: { row: ActRow }) {
  const { say, formats } = useWords();
  const facts: [string, string][] = [
    [say('fact.caption'), row.caption],
    [say('fact.type'), row.type],
    [say('fact.author'), row.author],
    [say('fact.received'), formats.dateTime(row.receivedAt)],
    [say('fact.size'), formats.size(row.size)],
    [say('fact.level'), formats.number(row.confidentialityLevel)],
    [say('fact.hash'), row.documentSha256],
  ];
  if (row.dueAt) facts.splice(4, 0, [say('fact.due'), formats.dateTime(row.dueAt)]);
  if (row.flags?.vulnerableVictim) facts.splice(2, 0, [say('fact.vulnerable'), say('fact.yes')]);
  if (row.flags?.fatalDeadline) facts.splice(2, 0, [say('fact.fatal'), say('fact.yes')]);
  if (row.detained) facts.splice(2, 0, [say('fact.detained'), say('fact.yes')]);
  if (row.vouchedBy) facts.push([say('fact.vouched'), row.vouchedBy]);
  if (row.signer && row.signedAt) facts.push([say('fact.signed'), `${row.signer} · ${formats.dateTime(row.signedAt)}`]);
  else if (row.signers) facts.push([say('fact.signed'), row.signers.join(', ')]);
  if (row.electronic) facts.push([say('fact.kind'), kindEffect(row, { say })]);
  if (row.signedSha256) facts.push([say('fact.signedHash'), row.signedSha256]);
  return (
    <div className="facts-all" tabIndex={0} role="region" aria-label={say('fact.label')}>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name} data-wide={value.length > 60 || undefined}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <KeepSwitch caseId={row.caseId} />
    </div>
  );
}
