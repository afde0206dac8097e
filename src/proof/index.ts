export { type Checkpoint, openCheckpoint, originOf, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
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
