import type { Action } from '../contract/permissions.ts';

/**
 * What a role needs so that an address answers at all; `everybody`: it says nothing of any case. Whoever adds an address adds it here, or it
 * is opened to nobody. What depends on the thing itself is asked once more where that is known.
 */
export const routeRights: Readonly<Record<string, Action | 'everybody'>> = {
  'GET /v1/openapi.json': 'everybody',
  'HEAD /v1/openapi.json': 'everybody',
  'GET /v1/capabilities': 'everybody',
  'HEAD /v1/capabilities': 'everybody',
  'PUT /v1/cases/:caseId': 'openCase',
  'GET /v1/cases/:caseId/state': 'seeIndex',
  'HEAD /v1/cases/:caseId/state': 'seeIndex',
  'GET /v1/cases/:caseId/snapshot': 'seeIndex',
  'HEAD /v1/cases/:caseId/snapshot': 'seeIndex',
  'PUT /v1/acts/:actId/proposal': 'sendToReview',
  'PUT /v1/acts/:actId/return': 'returnActs',
  'PUT /v1/acts/:actId/registration': 'incorporate',
  'PUT /v1/acts/:actId/signatures/:n': 'sign',
  'PUT /v1/acts/:actId/renditions/:n': 'incorporate',
  'GET /v1/acts/:actId/receipt': 'seeOpen',
  'HEAD /v1/acts/:actId/receipt': 'seeOpen',
  'GET /v1/feed': 'seeIndex',
  'HEAD /v1/feed': 'seeIndex',
  'GET /v1/receipts': 'seeOpen',
  'HEAD /v1/receipts': 'seeOpen',
  'HEAD /v1/blobs/:sha256': 'seeOpen',
  'GET /v1/blobs/:sha256': 'seeOpen',
  'PUT /v1/blobs/:sha256': 'takeEvidence',
  'PATCH /v1/blobs/:sha256': 'takeEvidence',
  'POST /v1/blobs/query': 'takeEvidence',
  'POST /v1/bundles': 'incorporate',
  'PUT /v1/drafts/:draftId': 'draft',
  'GET /v1/drafts/:draftId': 'draft',
  'HEAD /v1/drafts/:draftId': 'draft',
  'GET /v1/drafts/:draftId/versions/:versionId': 'draft',
  'HEAD /v1/drafts/:draftId/versions/:versionId': 'draft',
  'PUT /v1/drafts/:draftId/lease': 'draft',
  'POST /v1/parcels': 'everybody',
  'POST /v1/parcels/seed': 'seeOpen',
};
