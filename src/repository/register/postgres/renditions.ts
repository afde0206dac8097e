import type { RenditionRequest } from '../../../contract/wire.ts';
import { type GrownFile, placeAfter } from '../growth.ts';
import type { RenditionPlace } from '../port.ts';
import type { Query } from './database.ts';

/** How a longer file stands to what is here. In a transaction that holds the act's row, it stays so until its end. */
export async function renditionPlace(query: Query, request: RenditionRequest): Promise<RenditionPlace> {
  const { actId, n } = request;
  const rows = await query.all<GrownFile & { readonly prefixSha256: string; readonly receipt: string }>(
    `SELECT n, sha256, size, prefix_sha256 AS "prefixSha256", receipt FROM renditions WHERE act_id = $1
     UNION ALL
     SELECT 0, r.sha256, r.size, '', r.receipt FROM acts a
       JOIN registrations r ON r.case_id = a.case_id AND r.act_id = a.act_id WHERE a.act_id = $1
     ORDER BY n`,
    actId,
  );
  return placeAfter(request, (n > 0 && rows.find((row) => row.n === n)) || null, rows.at(-1) ?? null);
}

export async function addRendition(query: Query, request: RenditionRequest, receipt: string): Promise<void> {
  const { actId, n, sha256, size, prefixSha256, prefixSize } = request;
  await query.run(
    `INSERT INTO renditions (act_id, n, sha256, size, prefix_sha256, prefix_size, request, receipt)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    ...[actId, n, sha256, size, prefixSha256, prefixSize, JSON.stringify(request), receipt],
  );
}
