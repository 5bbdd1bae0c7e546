import { A_PDF } from './hand-facts.ts'

// One sample for each way in: what is asked there of something that is the caller's, and of something that is not. A way without a
// sample fails the test of permissions.

export const STREET = '310101002'

/** A request as a sample has it; the method is the way's. */
export interface Asked {
  readonly url: string
  readonly body?: object
}

export type KindName =
  'claim' | 'draft' | 'staff' | 'guard' | 'venue' | 'gate' | 'device' | 'batch' | 'appeal' | 'question'

/** A way in to a thing in hand: by the id of what, and with which body. */
export interface Sample {
  readonly of: KindName
  ask(id: string): Asked
}

const POST = { role: 'auditor', division: STREET, office: '' }
const SIGNED = { keyId: 'ab'.repeat(32), signature: 'AAAA' }

/** The ways in that lead to a thing by an id, where some things of the kind are not the caller's. */
export const SAMPLES: Readonly<Record<string, Sample>> = {
  'POST /api/confirmations/:confirmationId/read': inPath('claim', (id) => `/api/confirmations/${id}/read`, {
    purpose: 'review',
  }),
  'POST /api/confirmations/:confirmationId/decision': inPath('claim', (id) => `/api/confirmations/${id}/decision`, {
    outcome: 'refused',
  }),
  'POST /api/confirmations/:confirmationId/assignment': inPath('claim', (id) => `/api/confirmations/${id}/assignment`, {
    to: 'me',
  }),
  'POST /api/hand-facts/:factId/read': inPath('draft', (id) => `/api/hand-facts/${id}/read`, { purpose: 'approval' }),
  'POST /api/hand-facts/:factId/document': inPath('draft', (id) => `/api/hand-facts/${id}/document`, {
    purpose: 'approval',
  }),
  'POST /api/hand-facts/:factId/signature': inPath('draft', (id) => `/api/hand-facts/${id}/signature`, SIGNED),
  'POST /api/hand-facts/:factId/withdrawal': inPath('draft', (id) => `/api/hand-facts/${id}/withdrawal`, {}),
  'POST /api/hand-facts/:factId/assignment': inPath('draft', (id) => `/api/hand-facts/${id}/assignment`, { to: 'me' }),
  'POST /api/hand-facts/:factId/approval': inPath('draft', (id) => `/api/hand-facts/${id}/approval`, SIGNED),
  'POST /api/hand-facts/:factId/rejection': inPath('draft', (id) => `/api/hand-facts/${id}/rejection`, {
    reason: '不成立',
  }),
  'POST /api/hand-facts/:factId/taking-back': inPath('draft', (id) => `/api/hand-facts/${id}/taking-back`, {
    factId: '01963b3e-0000-7000-8000-00000000000b',
    attachment: A_PDF.toString('base64'),
  }),
  'POST /api/staff/:staffId': inPath('staff', (id) => `/api/staff/${id}`, { ...POST, active: true }),
  'POST /api/staff/:staffId/code': inPath('staff', (id) => `/api/staff/${id}/code`, {}),
  'POST /api/venues/:venueId/policy': inPath('venue', (id) => `/api/venues/${id}/policy`, { policy: 'park' }),
  'POST /api/venues/:venueId': inPath('venue', (id) => `/api/venues/${id}`, { address: '测试路 2 号' }),
  'POST /api/venues/:venueId/gates': inPath('venue', (id) => `/api/venues/${id}/gates`, {
    gateId: '01963b3e-0000-7000-8000-00000000000d',
    name: '新门',
  }),
  'POST /api/gates/:gateId': inPath('gate', (id) => `/api/gates/${id}`, { name: '新门' }),
  'POST /api/gates/:gateId/closing': inPath('gate', (id) => `/api/gates/${id}/closing`, {}),
  'POST /api/gates/:gateId/opening': inPath('gate', (id) => `/api/gates/${id}/opening`, {}),
  'POST /api/gate-codes': { of: 'gate', ask: (gateId) => ({ url: '/api/gate-codes', body: { gateId } }) },
  'POST /api/gate-devices/:deviceId/off': inPath('device', (id) => `/api/gate-devices/${id}/off`, {}),
  'POST /api/guards/:staffId/pin': inPath('guard', (id) => `/api/guards/${id}/pin`, { name: '王' }),
  'GET /api/batches/:batchId': inPath('batch', (id) => `/api/batches/${id}`, {}),
  'GET /api/batches/:batchId/rows': inPath('batch', (id) => `/api/batches/${id}/rows`, {}),
  'GET /api/batches/:batchId/refused': inPath('batch', (id) => `/api/batches/${id}/refused`, {}),
  'POST /api/batches/:batchId/withdraw': inPath('batch', (id) => `/api/batches/${id}/withdraw`, {}),
  'POST /api/batches/:batchId/rows/:row/withdraw': inPath('batch', (id) => `/api/batches/${id}/rows/1/withdraw`, {}),
  'POST /api/me/appeals/:appealId/texts': inPath('appeal', (id) => `/api/me/appeals/${id}/texts`, {
    textId: '01963b3e-0000-7000-8000-00000000000c',
    text: '补充说明',
  }),
  'GET /api/me/appeals/:appealId/proofs': inPath('appeal', (id) => `/api/me/appeals/${id}/proofs`, {}),
  'POST /api/me/appeals/:appealId/withdrawal': inPath('appeal', (id) => `/api/me/appeals/${id}/withdrawal`, {}),
  'POST /api/appeal-questions/:appealId/read': inPath('question', (id) => `/api/appeal-questions/${id}/read`, {
    purpose: 'review',
  }),
  'POST /api/appeal-questions/:appealId/assignment': inPath(
    'question',
    (id) => `/api/appeal-questions/${id}/assignment`,
    {
      to: 'me',
    },
  ),
  'POST /api/appeal-questions/:appealId/answer': inPath('question', (id) => `/api/appeal-questions/${id}/answer`, {
    finding: 'stands',
    text: '经核对无误',
  }),
}

/**
 * The ways in where nothing of the kind is another's, or where what is meant is the caller's own and named by no id: whoever may do
 * the act may do it to all there is.
 */
export const WITHOUT_FOREIGN: readonly string[] = [
  // One's own account, person, device or source.
  'GET /api/session',
  'POST /api/sign-out',
  'GET /sign-in/:channel',
  'GET /sign-in/:channel/callback',
  'POST /api/gate-enrolments',
  'POST /api/gate-sessions',
  'GET /api/gate-duty',
  'POST /api/registration/check',
  'POST /api/registration',
  'GET /api/me',
  'GET /api/me/photo',
  'GET /api/me/readings',
  'POST /api/code',
  'POST /api/declarations/health',
  'POST /api/declarations/stays',
  'POST /api/declarations/arrival',
  'GET /api/listed-communities',
  'POST /api/staff-code',
  'POST /api/passkey/new',
  'POST /api/passkey/made',
  'POST /api/passkey/question',
  'POST /api/passkey/proof',
  'GET /api/signing-keys',
  'POST /api/signing-keys',
  // Whoever stands at the door, by the code that he shows; another organisation's gate is refused in server/verification.
  'POST /api/verify',
  'POST /api/holder-photo',
  'POST /api/entries',
  // Of one source: server/batches/delivery.test.ts has another source's batches.
  'GET /api/evidence/source',
  'GET /api/evidence/mappings/:name',
  'POST /api/evidence/mappings/:name',
  'GET /api/evidence/batches/:batchId',
  'POST /api/evidence/batches/:batchId',
  'POST /api/evidence/batches/:batchId/file',
  'POST /api/evidence/batches/:batchId/parts/:part',
  'POST /api/evidence/batches/:batchId/complete',
  'GET /api/evidence/batches/:batchId/rows',
  'GET /api/evidence/batches/:batchId/refused',
  'POST /api/evidence/batches/:batchId/withdraw',
  'POST /api/evidence/batches/:batchId/rows/:row/withdraw',
  // By a proof's id besides: server/appeals/proofs.test.ts asks for others'.
  'POST /api/me/appeals/:appealId/proofs/:proofId',
  'POST /api/me/appeals/:appealId/proofs/:proofId/ticket',
  'POST /api/appeal-questions/:appealId/proofs/:proofId/ticket',
  // The whole city's: appeals are every appeal officer's.
  'GET /api/appeals',
  'POST /api/appeals/:appealId/read',
  'POST /api/appeals/:appealId/proofs/:proofId/ticket',
  'POST /api/appeals/:appealId/assignment',
  'POST /api/appeals/:appealId/answer',
  // The whole city's: there is one log, and every auditor reads it.
  'GET /api/log-records',
  'POST /api/log-records/:recordId/read',
  // Lists, which hold what is the caller's and nothing else, and what has no object yet.
  'GET /api/sources',
  'GET /api/batches',
  'GET /api/me/appeals',
  'POST /api/me/appeals',
  'GET /api/appeal-questions',
  'GET /api/confirmations',
  'GET /api/hand-facts',
  'POST /api/hand-facts',
  'GET /api/staff',
  'POST /api/staff',
  'GET /api/venues',
  'POST /api/venues',
  'GET /api/door-policies',
  'GET /api/gate-devices',
  'GET /api/guards',
  'POST /api/demo/staff-codes',
  'POST /api/demo/gate-codes',
  // The installation's: server/system has an administrator of a district.
  'GET /api/keys-and-lists',
  'GET /api/health-figures',
  // The whole city's: held batches and rule tables are every health officer's.
  'GET /api/held-batches',
  'POST /api/held-batches/:batchId/assignment',
  'POST /api/held-batches/:batchId/approve',
  'POST /api/held-batches/:batchId/refuse',
  'GET /api/rule-tables',
  'POST /api/rule-tables',
  'POST /api/rule-tables/readings',
  'GET /api/rule-tables/:hash',
  'GET /api/rule-tables/:hash/workbook',
  'POST /api/rule-tables/:hash/trials',
  'GET /api/rule-tables/:hash/trials/:trialId/workbook',
  'POST /api/rule-tables/:hash/approvals',
  'POST /api/rule-tables/:hash/trials/:trialId/approvals',
  // The operator's, who runs the whole installation.
  'GET /api/operator/area-lists',
  'POST /api/operator/area-lists',
  'POST /api/operator/colour-explanations',
  'POST /api/operator/log/compare',
  'GET /api/operator/distant-entries',
  'POST /api/operator/gate-codes',
  'GET /api/operator/gate-devices',
  'POST /api/operator/gate-devices/:deviceId/off',
  'POST /api/operator/guards/:staffId/pin',
  'POST /api/operator/issuing-keys/withdraw',
  'GET /api/operator/organisations',
  'GET /api/operator/rule-tables',
  'GET /api/operator/rule-tables/:name/document',
  'GET /api/operator/rule-tables/:name/workbook',
  'GET /api/operator/signing-keys',
  'POST /api/operator/signing-keys',
  'GET /api/operator/staff',
  'POST /api/operator/staff',
  'POST /api/operator/staff/:staffId',
  'POST /api/operator/staff/:staffId/code',
]

function inPath(of: KindName, url: (id: string) => string, body: object): Sample {
  return { of, ask: (id) => ({ url: url(id), body }) }
}
