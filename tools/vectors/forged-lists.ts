// Files of a list that must not be taken, each for one reason.

import { concat } from '../../core/bytes.ts'
import type { Cbor } from '../../core/code/cbor.ts'
import { CREDENTIAL_CONTEXT } from '../../core/code/format.ts'
import * as format from '../../core/list/format.ts'
import type { ListFault } from '../../core/list/signed.ts'
import { KEYS } from '../../test/code-samples.ts'
import { cbor, forgeSign1, highS, issuerHeader, type Sign1Parts } from './forge.ts'
import { forgedDeltas, forgedShards, forgedTables } from './forged-list-claims.ts'
import { claimsOf, CONTEXT, IAT, payloadOf, reversed, vectorOf } from './list-forge.ts'
import type { ListVector } from './list-values.ts'

/** Every file that a reader must refuse, with the reason. */
export async function forgedFiles(): Promise<ListVector[]> {
  return [
    ...(await forgedSignatures()),
    ...(await forgedShards()),
    ...(await forgedDeltas()),
    ...(await forgedTables()),
  ]
}

async function forgedSignatures(): Promise<ListVector[]> {
  const vectors: ListVector[] = []
  for (const kind of ['shard', 'delta', 'index', 'withdrawn'] as const) {
    const claims = await claimsOf(kind)
    const right = { header: issuerHeader(KEYS.city), payload: payloadOf(claims), context: CONTEXT[kind] }
    const forge = async (because: ListFault, name: string, parts: Sign1Parts, rest: Partial<ListVector> = {}) => {
      vectors.push(vectorOf(kind, `${kind}: ${name}`, because, await forgeSign1({ ...right, ...parts }), rest))
    }
    await forge('signature', 'a bit of the signature', { alter: (bytes) => bytes.with(9, bytes[9]! ^ 1) })
    await forge('signature', 'high s', { alter: highS })
    await forge('signature', 'signed as a credential', { context: CREDENTIAL_CONTEXT })
    await forge('signature', 'signed as another kind of file', {
      context: CONTEXT[kind === 'index' ? 'shard' : 'index'],
    })
    await forge('signature', 'EdDSA named with the id of an ES256 key', { header: issuerHeader(KEYS.city, -8) })
    await forge('unknown-key', 'a key that nobody published', {
      by: KEYS.unpublished,
      header: issuerHeader(KEYS.unpublished),
    })
    await forge('wrong-issuer', 'another published issuer’s key', { by: KEYS.other, header: issuerHeader(KEYS.other) })
    const demo = { by: KEYS.demo, header: issuerHeader(KEYS.demo) }
    await forge('demo-key', 'a demo’s file where demos do not count', demo, { issuer: 'demo.example' })
    await forge('malformed', 'something unprotected', { unprotected: cbor(new Map([[4, KEYS.city.signer.kid]])) })
    await forge('malformed', 'a claim too many', { payload: payloadOf([...claims, [7, 1]]) })
    await forge('malformed', 'no time', { payload: payloadOf(claims.filter(([label]) => label !== format.ISSUED_AT)) })
    await forge('malformed', 'claims in another order', { payload: reversed(claims) })
    const late = claims.map(([label, value]): [number, Cbor] => [
      label,
      label === format.ISSUED_AT ? IAT - 15 * 86_400 : value,
    ])
    if (kind !== 'shard') await forge('signature', 'made before its key began', { payload: payloadOf(late) })
    const whole = await forgeSign1(right)
    vectors.push(vectorOf(kind, `${kind}: a byte behind the end`, 'malformed', concat(whole, Uint8Array.of(0))))
    vectors.push(vectorOf(kind, `${kind}: cut off`, 'malformed', whole.slice(0, -1)))
  }
  return vectors
}
