export { type Checkpoint, openCheckpoint, originOf, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
export { entryDigest } from './entry-digest.ts';
export { openJws } from './jws.ts';
export {
  type Hash,
  type ProofPlan,
  type TreeHead,
  type TreeNode,
  completedBy,
  consistencyPlan,
  emptyRoot,
  holdsConsistency,
  holdsInclusion,
  inclusionPlan,
  leafHash,
  nodeHash,
  proofFrom,
  rootNodes,
  rootOf,
} from './tree.ts';
export { packHashes, unpackHashes } from './hashes.ts';
export {
  type KeyRing,
  believeCheckpoint,
  extendsHistory,
  keyRings,
  mightSign,
  openKeyHistory,
  receiptKeysOf,
} from './keys.ts';
export { type ReceiptFileFault, type ReceiptFileVerdict, verifyReceiptFile } from './receipt-file.ts';
