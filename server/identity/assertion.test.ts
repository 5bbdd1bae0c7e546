import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAssertion } from './assertion.ts'

const EVIDENCE = { type: 'document', document_details: { type: 'passport', document_number: 'demo 00001' } }
const VERIFICATION = { trust_framework: 'cn_real_name', evidence: [EVIDENCE] }
const CLAIMS = { name: 'Fiora Lindenholt' }

test('a verified document is read in canonical form', () => {
  assert.deepEqual(readAssertion({ verification: VERIFICATION, claims: CLAIMS }), {
    kind: 'document',
    document: { type: 'passport', number: 'DEMO00001' },
  })
})

test('a provider that says nothing vouches for nothing', () => {
  assert.deepEqual(readAssertion(undefined), { kind: 'none' })
})

test('what is not exactly as it should be vouches for nothing, and is told apart', () => {
  const details = EVIDENCE.document_details
  const wrong: unknown[] = [
    null,
    'passport DEMO00001',
    [],
    {},
    [{ verification: VERIFICATION, claims: CLAIMS }],
    { verification: { ...VERIFICATION, trust_framework: 'eidas' } },
    { verification: { ...VERIFICATION, trust_framework: undefined } },
    { verification: { ...VERIFICATION, evidence: [] } },
    { verification: { ...VERIFICATION, evidence: [EVIDENCE, EVIDENCE] } },
    { verification: { ...VERIFICATION, evidence: EVIDENCE } },
    { verification: { ...VERIFICATION, evidence: [{ ...EVIDENCE, type: 'vouch' }] } },
    { verification: { ...VERIFICATION, evidence: [{ ...EVIDENCE, document_details: null }] } },
    {
      verification: {
        ...VERIFICATION,
        evidence: [{ ...EVIDENCE, document_details: { ...details, type: 'toString' } }],
      },
    },
    {
      verification: {
        ...VERIFICATION,
        evidence: [{ ...EVIDENCE, document_details: { ...details, type: 'resident-id' } }],
      },
    },
    {
      verification: {
        ...VERIFICATION,
        evidence: [{ ...EVIDENCE, document_details: { ...details, document_number: 1 } }],
      },
    },
  ]
  for (const claim of wrong) assert.deepEqual(readAssertion(claim), { kind: 'unreadable' }, JSON.stringify(claim))
})
