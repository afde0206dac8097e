import { parcelType } from '../stick.ts';
import { sliceType } from '../wire-blobs.ts';
import { bundleType } from '../wire-bundle.ts';
import type { SchemaName } from './schemas.ts';

export type Method = 'get' | 'head' | 'put' | 'post' | 'patch';

/** What goes one way: JSON of a schema, or bytes of a type. */
export type Content = { readonly json: SchemaName } | { readonly bytes: string } | 'nothing';

export interface Operation {
  readonly method: Method;
  /** With `{names}` of its parts. */
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  /** By name; `?` at the end where it may be left out. */
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Content;
  /** Answers but problems, by status. */
  readonly answers: Readonly<
    Record<number, { readonly summary: string; readonly content: Content; readonly headers?: readonly string[] }>
  >;
  /** Needs no access key. */
  readonly open?: boolean;
}

const octets = 'application/octet-stream';
const json = (schema: SchemaName, summary: string) => ({ summary, content: { json: schema } });
const plain = (summary: string, headers?: readonly string[]) => ({
  ...{ summary, content: 'nothing' as const },
  ...(headers ? { headers } : {}),
});
const done = { 200: plain('The same is here already.'), 201: plain('Taken.') };
const receipt = {
  200: json('Registered', 'Registered before: the very same receipt.'),
  201: json('Registered', 'Registered now.'),
  202: json('Received', 'A repository inside an office has it and forwards it. Nothing is registered yet.'),
};
const uploadHeaders = ['Upload-Offset', 'Upload-Complete'];

/** Second copies of workstations: of whoever opened the slot, and of who looks after the office's workstations. */
const copyOperations: readonly Operation[] = [
  {
    ...{ method: 'get', path: '/v1/copies', id: 'copySlots' },
    summary: 'The second copies of workstations that whoever asks may read.',
    answers: { 200: json('CopySlots', 'One slot a workstation.') },
  },
  {
    ...{ method: 'post', path: '/v1/copies', id: 'openCopySlot', body: { json: 'CopyWish' } },
    summary: "The asker's own slot of this name, made where it is missing.",
    answers: { 200: json('CopySlot', 'What it holds, and how much may lie there.') },
  },
  {
    ...{ method: 'put', path: '/v1/copies/{slot}/generations/{name}', id: 'keepCopy', body: { json: 'CopyFiles' } },
    summary: 'Has a copy count, once its files are here; older ones make way by rule.',
    answers: { 200: plain('The same is here already.'), 201: plain('It counts from now on.') },
  },
  {
    ...{ method: 'get', path: '/v1/copies/{slot}/generations/{name}', id: 'copyFiles' },
    summary: 'What belongs to a copy.',
    answers: { 200: json('CopyFiles', 'Its sealed files.') },
  },
  {
    ...{ method: 'head', path: '/v1/copies/{slot}/files/{file}', id: 'copyFileState' },
    summary: 'Whether a sealed file is here, or how far it has come.',
    headers: { 'Upload-Length?': 'Its length in bytes, to ask how far it has come.' },
    answers: { 200: plain('Here, or begun.', uploadHeaders) },
  },
  {
    ...{ method: 'patch', path: '/v1/copies/{slot}/files/{file}', id: 'sendCopySlice', body: { bytes: sliceType } },
    summary: 'A slice of a sealed file, from the offset that the repository told.',
    headers: { 'Upload-Length': 'Of the whole file.', 'Upload-Offset': 'Where this slice goes on.' },
    answers: { 201: plain('Whole, and hashed.', uploadHeaders), 204: plain('Kept so far.', uploadHeaders) },
  },
  {
    ...{ method: 'get', path: '/v1/copies/{slot}/files/{file}', id: 'readCopyFile' },
    summary: 'A sealed file, or the part of it that Range names.',
    headers: { 'Range?': 'One range of bytes.' },
    answers: {
      200: { summary: 'The file.', content: { bytes: octets } },
      206: { summary: 'The part.', content: { bytes: octets } },
    },
  },
];

/** Every address of the protocol. A test holds them against the routes. */
export const operations: readonly Operation[] = [
  {
    ...{ method: 'get', path: '/v1/capabilities', id: 'capabilities' },
    summary: 'What this repository is, can do and takes.',
    answers: { 200: json('Capabilities', 'Abilities and limits are told to those who name a Fojas-Version.') },
  },
  {
    ...{ method: 'get', path: '/v1/openapi.json', id: 'openapi' },
    summary: 'This document.',
    answers: { 200: { summary: 'OpenAPI 3.1.', content: { bytes: 'application/json' } } },
  },
  {
    ...{ method: 'get', path: '/v1/office', id: 'proveOffice', open: true },
    summary: 'A repository inside an office proves its key before an access key is shown to it.',
    query: { nonce: 'Random, base64url.' },
    answers: { 200: json('OfficeAnswer', 'A JWS over the nonce.') },
  },
  {
    ...{ method: 'get', path: '/v1/feed', id: 'feed' },
    summary: 'What happened in an office, in order.',
    query: {
      office: 'The office that asks.',
      'cursor?': 'Opaque; empty is the beginning.',
      'limit?': 'Events in one page, at most 500.',
      'wait?': 'Seconds to wait for something new, at most 165, and no longer than limits.longPollSeconds says.',
    },
    answers: { 200: json('FeedPage', 'The next page; empty where nothing is new.') },
  },
  {
    ...{ method: 'get', path: '/v1/receipts', id: 'receipts' },
    summary: 'Every receipt of the office, in the order in which they were given.',
    query: { 'after?': 'Opaque; empty is the beginning, `latest` the end.', 'limit?': 'At most 1000.' },
    answers: { 200: json('ReceiptsPage', 'Receipts as JWS.') },
  },
  {
    ...{ method: 'get', path: '/v1/log', id: 'logHead' },
    summary: 'Where the log of the register stands, signed, and that it grew out of where it stood.',
    query: { 'from?': 'The size of the tree that the asker knows.' },
    answers: { 200: json('LogHead', 'A checkpoint, the keys, and the consistency proof.') },
  },
  {
    ...{ method: 'get', path: '/v1/log/consistency', id: 'logConsistency' },
    summary: 'That one tree of the log grew out of another.',
    query: { from: 'The smaller size.', to: 'The larger size.' },
    answers: { 200: json('LogGrowth', 'The proof (RFC 9162).') },
  },
  {
    ...{ method: 'get', path: '/v1/log/proofs', id: 'logProofs' },
    summary: 'That statements are leaves of a tree of the log.',
    query: { size: 'The tree.', leaves: 'Hashes of leaves, base64url, with commas between; at most 100.' },
    answers: { 200: json('LogProofs', 'Their places and proofs (RFC 9162), in the order asked.') },
  },
  {
    ...{ method: 'get', path: '/v1/log/stamp', id: 'logStamp' },
    summary: 'What a time-stamping authority says of a checkpoint.',
    query: { size: 'The largest tree that the asker knows.' },
    answers: { 200: json('LogStamp', 'A checkpoint and its token (RFC 3161).') },
  },
  {
    ...{ method: 'put', path: '/v1/cases/{caseId}', id: 'putCase', body: { json: 'CaseRecord' } },
    summary: 'Records a case.',
    answers: done,
  },
  {
    ...{ method: 'get', path: '/v1/cases/{caseId}/state', id: 'caseState' },
    summary: 'A hash of all that is known of a case but its files.',
    headers: { 'If-None-Match?': 'The hash that is known.' },
    answers: {
      200: { ...json('CaseState', 'Where the case stands.'), headers: ['ETag'] },
      304: plain('Nothing has changed.'),
    },
  },
  {
    ...{ method: 'get', path: '/v1/cases/{caseId}/snapshot', id: 'caseSnapshot' },
    summary: 'All that is known of a case but its files, in one answer.',
    answers: { 200: json('CaseSnapshot', 'The case.') },
  },
  {
    ...{ method: 'put', path: '/v1/cases/{caseId}/entries/{entryId}', id: 'putEntry', body: { json: 'CaseEntry' } },
    summary: 'Notes something of a case or of one of its acts, once: a piece, a visado, a withdrawal, a notice.',
    answers: done,
  },
  {
    ...{ method: 'head', path: '/v1/blobs/{sha256}', id: 'uploadState' },
    summary: 'Whether a file is here, or how far it has come.',
    headers: { 'Upload-Length?': 'Bytes of the whole: asks for the state of an upload.' },
    answers: {
      200: plain('Here, or begun.', ['Content-Length', ...uploadHeaders]),
      404: plain('Not here, and not begun.'),
    },
  },
  {
    ...{ method: 'get', path: '/v1/blobs/{sha256}', id: 'getBlob' },
    summary: 'A file, or one range of it.',
    headers: { 'Range?': 'One byte range.', 'If-Range?': 'Its ETag.', 'If-None-Match?': 'Its ETag.' },
    answers: {
      200: { summary: 'The whole.', content: { bytes: octets }, headers: ['ETag', 'Repr-Digest'] },
      206: { summary: 'The range.', content: { bytes: octets }, headers: ['Content-Range', 'ETag', 'Repr-Digest'] },
      304: plain('A file at its hash never changes.'),
    },
  },
  {
    ...{ method: 'put', path: '/v1/blobs/{sha256}', id: 'putBlob', body: { bytes: octets } },
    summary: 'Sends a file, or what follows another one in it.',
    query: { 'after?': 'SHA-256 of a file that is here and with which this one begins.' },
    answers: done,
  },
  {
    ...{ method: 'patch', path: '/v1/blobs/{sha256}', id: 'sendSlice', body: { bytes: sliceType } },
    summary: 'Sends a slice of a large file.',
    headers: {
      'Upload-Length': 'Bytes of the whole.',
      'Upload-Offset': 'Where the slice begins: where the repository is.',
      'Upload-Complete?': '`?1` with the last slice.',
    },
    answers: {
      200: plain('The file is here already.', uploadHeaders),
      201: plain('The last slice: hashed whole, and here.', uploadHeaders),
      204: plain('More is to come.', uploadHeaders),
    },
  },
  {
    ...{ method: 'post', path: '/v1/blobs/query', id: 'lackingBlobs', body: { json: 'BlobQuery' } },
    summary: 'Which of these files an office still has to send.',
    answers: { 200: json('BlobAnswer', 'Those that are not here.') },
  },
  {
    ...{ method: 'post', path: '/v1/bundles', id: 'sendBundle', body: { bytes: bundleType } },
    summary:
      'Acts, returns and renditions in one stream: frames of a length (4 bytes, big-endian), a FrameHeader and bytes.',
    headers: { 'Content-Encoding': '`br`, flushed after each frame.' },
    answers: {
      200: {
        ...{ summary: 'A BundleLine (JSON) a line, written while the stream still comes.' },
        content: { bytes: 'application/x-ndjson' },
      },
    },
  },
  {
    ...{ method: 'put', path: '/v1/acts/{actId}/proposal', id: 'propose', body: { json: 'Proposal' } },
    summary: 'Puts a document up for signature; its file was sent before.',
    answers: done,
  },
  {
    ...{ method: 'put', path: '/v1/acts/{actId}/return', id: 'returnAct', body: { json: 'Return' } },
    summary: 'Sends an act back with a remark.',
    answers: done,
  },
  {
    ...{ method: 'put', path: '/v1/acts/{actId}/registration', id: 'register', body: { json: 'RegistrationRequest' } },
    summary: 'Registers a signed act, once; its file was sent before.',
    answers: receipt,
  },
  {
    ...{ method: 'get', path: '/v1/acts/{actId}/receipt', id: 'receiptOfAct' },
    summary: 'The receipt of an act.',
    answers: { 200: json('Registered', 'The receipt.') },
  },
  {
    ...{
      method: 'put',
      path: '/v1/acts/{actId}/signatures/{n}',
      id: 'addSignature',
      body: { json: 'SignatureRequest' },
    },
    summary: 'The file as one of several signers left it, for the next one; the file was sent before.',
    answers: receipt,
  },
  {
    ...{
      method: 'put',
      path: '/v1/acts/{actId}/renditions/{n}',
      id: 'addRendition',
      body: { json: 'RenditionRequest' },
    },
    summary: 'Adds a longer file of a registered act; the file was sent before.',
    answers: receipt,
  },
  {
    ...{ method: 'put', path: '/v1/drafts/{draftId}', id: 'putDraft', body: { json: 'DraftVersion' } },
    summary: 'Keeps a version of a draft. One that came second is kept beside the first.',
    headers: { 'If-Match?': 'The version it grew from.', 'If-None-Match?': '`*` for the first.' },
    answers: { 200: json('DraftState', 'It is here already.'), 201: json('DraftState', 'Taken.') },
  },
  {
    ...{ method: 'get', path: '/v1/drafts/{draftId}', id: 'draftState' },
    summary: 'Where a draft stands.',
    answers: { 200: json('DraftState', 'Its newest versions.') },
  },
  {
    ...{ method: 'get', path: '/v1/drafts/{draftId}/versions/{versionId}', id: 'draftVersion' },
    summary: 'One version of a draft.',
    answers: { 200: json('DraftVersion', 'The version.') },
  },
  {
    ...{ method: 'put', path: '/v1/drafts/{draftId}/lease', id: 'leaseDraft', body: { json: 'LeaseWish' } },
    summary: 'Says that a person writes. It holds nobody back.',
    answers: { 200: json('LeaseAnswer', 'Who writes.') },
  },
  {
    ...{ method: 'get', path: '/v1/devices/{deviceId}', id: 'deviceHead' },
    summary: 'How far the journal of a workstation had come when it was last heard of.',
    answers: { 200: json('DeviceHead', 'What is known of it.') },
  },
  {
    ...{ method: 'put', path: '/v1/devices/{deviceId}', id: 'tellDeviceHead', body: { json: 'DeviceWord' } },
    summary: 'A workstation says how far its journal has come; two that are one by name are found out by this.',
    answers: { 200: json('DeviceHead', 'Noted.') },
  },
  {
    ...{ method: 'put', path: '/v1/devices/{deviceId}/standing', id: 'tellStanding', body: { json: 'DeskStanding' } },
    summary: 'A workstation says how its machinery stands: version, drivers, queue, last test. Nothing of a case.',
    query: { 'ago?': 'How many seconds ago it said so, where a repository inside an office passes it on.' },
    answers: { 200: json('DeskStanding', 'Noted.') },
  },
  {
    ...{ method: 'get', path: '/v1/fleet', id: 'fleet' },
    summary:
      'How the workstations stand; for those who look after them: of all offices for an enrolled person, of its own for a key.',
    answers: { 200: json('Fleet', 'One row a workstation.') },
  },
  ...copyOperations,
  {
    ...{ method: 'post', path: '/v1/parcels', id: 'importParcel', body: { bytes: parcelType } },
    summary: 'Takes in a sealed parcel that came on a stick.',
    answers: { 200: { summary: 'The sealed answer.', content: { bytes: parcelType } } },
  },
  {
    ...{ method: 'post', path: '/v1/parcels/{sha256}', id: 'bringParcel' },
    summary:
      'Takes in a sealed parcel of any office, which was sent as a file before; a repository inside an office passes it on.',
    answers: {
      200: { summary: 'The sealed answer.', content: { bytes: parcelType } },
      202: plain('It is still at it: ask again.'),
    },
  },
  {
    ...{ method: 'post', path: '/v1/parcels/seed', id: 'seedParcel', body: { json: 'SeedWish' } },
    summary: 'A sealed parcel with cases, for a new workstation.',
    answers: { 200: { summary: 'The parcel.', content: { bytes: parcelType }, headers: ['Fojas-Seed'] } },
  },
  {
    ...{ method: 'get', path: '/v1/enrolment', id: 'enrolmentOffer', open: true },
    summary: 'How a device may be enrolled, and a fresh nonce.',
    answers: { 200: json('EnrolmentOffer', 'The ways that are open here.') },
  },
  {
    ...{ method: 'post', path: '/v1/enrolment', id: 'enrol', open: true, body: { json: 'EnrolmentRequest' } },
    summary: 'Enrols a device for the person whom a token, a one-time code or the identity provider proves.',
    headers: { DPoP: 'A proof by the key of the device (RFC 9449) with a nonce of this repository.' },
    answers: { 201: json('DeviceSession', 'Enrolled: the grants in force, signed for this device.') },
  },
  {
    ...{ method: 'post', path: '/v1/session', id: 'session', open: true },
    summary: 'An enrolled device comes for its grants.',
    headers: { DPoP: 'A proof by the key of the device (RFC 9449) with a nonce of this repository.' },
    answers: { 200: json('DeviceSession', 'The grants in force, signed anew.') },
  },
  {
    ...{ method: 'get', path: '/v1/revocations', id: 'revocations' },
    summary:
      'Devices that were revoked while a grant of theirs may still be honoured without asking; for repositories inside offices.',
    answers: { 200: json('Revocations', 'One signed statement (`fojas-revocation+jws`) a device.') },
  },
  {
    ...{ method: 'get', path: '/v1/office-facts', id: 'officeFacts' },
    summary: "What is known of the asker's office: its letterhead, town and models of acts, and who may sign in it.",
    query: { 'known?': 'SHA-256 of the facts that the asker has.' },
    answers: {
      200: json(
        'OfficeTold',
        'With a signed statement (`fojas-office+jws`) of their SHA-256, or null where nothing is new.',
      ),
    },
  },
  {
    ...{ method: 'get', path: '/v1/templates', id: 'templates' },
    summary: 'Published models of acts, of those profiles that the asker wants, newer than what it has.',
    query: { 'has?': 'The profiles that are wanted, each with the version that is known (0: none): `ID:N,ID:N`.' },
    answers: { 200: json('PublishedProfiles', 'Each with a signed statement (`fojas-templates+jws`) of its SHA-256.') },
  },
  {
    ...{ method: 'post', path: '/v1/templates', id: 'publishTemplates', body: { json: 'TemplatesOrder' } },
    summary: 'The next version of a profile of models.',
    answers: { 200: json('TemplatesAnswer', 'Published, or overtaken by another version.') },
  },
  {
    ...{ method: 'get', path: '/v1/calendars', id: 'calendars' },
    summary: 'Court calendars of the office and of all offices that are newer than what the asker has.',
    query: {
      'own?': "The version of the office's calendar that is known.",
      'all?': 'That of the one for all offices.',
    },
    answers: { 200: json('Calendars', 'Each with a signed statement (`fojas-calendar+jws`) of its SHA-256.') },
  },
  {
    ...{ method: 'post', path: '/v1/calendars', id: 'publishCalendar', body: { json: 'CalendarOrder' } },
    summary: 'The next version of a court calendar.',
    answers: { 200: json('CalendarAnswer', 'Published, or overtaken by another version.') },
  },
  {
    ...{ method: 'post', path: '/v1/people', id: 'orderPeople', body: { json: 'PeopleOrder' } },
    summary: 'Whoever looks after people imports, grants, revokes, lists, and gives out one-time codes.',
    answers: { 200: json('PeopleAnswer', 'What was done.') },
  },
  {
    ...{
      method: 'post',
      path: '/v1/electronic-key',
      id: 'certifyElectronicKey',
      body: { json: 'ElectronicKeyRequest' },
    },
    summary:
      'A certificate for electronic signatures (Ley 25.506, art. 5) over a key that lies at the desk of whoever asks.',
    answers: { 201: json('ElectronicKeyAnswer', 'The certificate, the person’s first.') },
  },
  {
    ...{ method: 'get', path: '/v1/electronic-authority', id: 'electronicAuthority' },
    summary:
      'Who certifies keys for electronic signatures, and for which types of acts; for repositories inside offices.',
    answers: { 200: json('ElectronicTold', 'A signed statement (`fojas-electronic+jws`).') },
  },
  {
    ...{ method: 'get', path: '/v1/accesses', id: 'accesses' },
    summary: 'Who did and read what, in order, each entry chained to the one before.',
    query: { 'after?': 'Entries after this one.', 'limit?': 'At most 500.' },
    answers: { 200: json('AccessPage', 'The next entries.') },
  },
  {
    ...{ method: 'get', path: '/v1/accesses/verdict', id: 'accessVerdict' },
    summary: 'Whether the whole chain of accesses holds.',
    answers: { 200: json('AccessVerdict', 'Where it ends, or where it breaks.') },
  },
];
