import { readDocument, type DocumentType, type IdentityDocument } from '../../core/document.ts'

// What a provider says of somebody's document, in the claim of OpenID Connect for Identity Assurance; docs/channels.md
// shows the shape. It is read strictly: a claim that is not exactly so vouches for nothing.

/** The trust framework that we know: the provider has checked name and number against the document. */
export const TRUST_FRAMEWORK = 'cn_real_name'

/** The claims parameter of the authorization request that asks for the verified document in the ID token. */
export const CLAIMS_WANTED = JSON.stringify({
  id_token: {
    verified_claims: {
      verification: {
        trust_framework: { value: TRUST_FRAMEWORK },
        evidence: [{ type: { value: 'document' }, document_details: { type: null, document_number: null } }],
      },
      claims: { name: null },
    },
  },
})

const DOCUMENT_TYPES: readonly string[] = [
  'resident-id',
  'hk-macao-permit',
  'taiwan-permit',
  'hk-macao-residence-permit',
  'taiwan-residence-permit',
  'passport',
  'permanent-residence-card',
] satisfies readonly DocumentType[]

export type Assertion =
  | { readonly kind: 'document'; readonly document: IdentityDocument }
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable' }

/** The document that `verified_claims` of an ID token vouches for. */
export function readAssertion(verifiedClaims: unknown): Assertion {
  if (verifiedClaims === undefined) return { kind: 'none' }
  const { verification } = asObject(verifiedClaims)
  const { trust_framework: framework, evidence } = asObject(verification)
  if (framework !== TRUST_FRAMEWORK || !Array.isArray(evidence) || evidence.length !== 1) return { kind: 'unreadable' }
  const { type, document_details: details } = asObject(evidence[0])
  const { type: documentType, document_number: number } = asObject(details)
  if (type !== 'document' || !isDocumentType(documentType) || typeof number !== 'string') return { kind: 'unreadable' }
  const reading = readDocument(documentType, number)
  return reading.ok ? { kind: 'document', document: reading.document } : { kind: 'unreadable' }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

function isDocumentType(value: unknown): value is DocumentType {
  return typeof value === 'string' && DOCUMENT_TYPES.includes(value)
}
