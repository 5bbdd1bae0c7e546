import { sameBytes, utf8 } from '../../core/bytes.ts'
import { decodeCbor, encodeCbor } from '../../core/code/cbor.ts'
import { encodeCredential, expiryOf, paperExpiryOf, type Credential } from '../../core/code/credential.ts'
import { FRESH_MS, MAX_TEXT_LENGTH, PROOF_HEADER } from '../../core/code/format.ts'
import { head } from '../../core/code/heads.ts'
import { issueCredential, paperText } from '../../core/code/issue.ts'
import type { Verifier } from '../../core/code/verify.ts'
import { after, SECOND, type Instant } from '../../core/instant.ts'
import { forgeCode, forgeCredential, forgeProof, issuerHeader, textOf } from '../../tools/vectors/forge.ts'
import { aCode, aCredential, aPaper, ISSUED_AT, phoneKeyOf, PUBLISHED, SHOWN_AT } from '../../test/code-samples.ts'
import { altered, beyondItsBytes, spliced } from './altered-codes.ts'
import type { Recipe } from './recipes.ts'
import { HONEST, opened, SIGNERS, VERIFIER } from './honest-codes.ts'
import { edited, encodedOtherwise } from './loose-cbor.ts'

/** A text before a gate that must not believe it. */
export interface Try {
  readonly text: string
  readonly verifier: Verifier
}

/** Makes what a recipe says; undefined where the recipe, as it falls out, alters nothing and the code is genuine. */
export async function forge(recipe: Recipe): Promise<Try | undefined> {
  const text = await textOfRecipe(recipe)
  const verifier = gateOf(recipe)
  const isHonest = verifier.now === SHOWN_AT && HONEST.some((honest) => honest.text === text)
  return text === undefined || isHonest || isWhatTheCityDoes(recipe) ? undefined : { text, verifier }
}

async function textOfRecipe(recipe: Recipe): Promise<string | undefined> {
  switch (recipe.how) {
    case 'altered':
      return altered(honest(recipe.base).text, recipe.part, recipe.change)
    case 'characters': {
      const { text } = honest(recipe.base)
      const at = recipe.at % (text.length + 1)
      return text.slice(0, at) + recipe.put + text.slice(at + recipe.cut)
    }
    case 'groups beyond their bytes':
      return beyondItsBytes(honest(recipe.base).text, recipe.group)
    case 'spliced':
      return spliced(honest(recipe.base).text, honest(recipe.other).text, recipe.parts)
    case 'edited and signed by a stranger':
      return byAStranger(recipe)
    case 'written otherwise':
      return writtenOtherwise(recipe)
    case 'by the wrong key':
      return byTheWrongKey(recipe)
    case 'outside its time':
      return outsideItsTime(recipe)
    case 'issued outside the time of its key':
      return aCode(credentialOutside(recipe), {
        issuer: SIGNERS.city,
        phone: SIGNERS.phone,
        at: credentialOutside(recipe).issuedAt,
      })
    case 'replayed':
      return honest(recipe.base).text
    case 'demo':
      return aCode(aCredential({ issuer: recipe.asCity ? 'city.example' : 'demo.example' }), {
        issuer: SIGNERS.demo,
        phone: SIGNERS.phone,
      })
    case 'oversized':
      return honest(recipe.base).text + recipe.filler.repeat(recipe.times)
    case 'noise':
      return recipe.text
  }
}

function gateOf(recipe: Recipe): Verifier {
  switch (recipe.how) {
    case 'outside its time':
      return { ...VERIFIER, now: after(endOf(recipe.paper), recipe.secondsAfterEnd * SECOND) }
    case 'issued outside the time of its key':
      return { ...VERIFIER, now: credentialOutside(recipe).issuedAt }
    case 'replayed': {
      // Paper is shown as often as one likes; of it, only what lies before its issue is no longer for the gate to tell.
      const from = honest(recipe.base).isPaper ? ISSUED_AT : SHOWN_AT
      if (recipe.early) return { ...VERIFIER, now: after(from, -FRESH_MS - 1 - recipe.millisecondsLate) }
      const last = honest(recipe.base).isPaper ? endOf(true) : after(SHOWN_AT, FRESH_MS)
      return { ...VERIFIER, now: after(last, recipe.millisecondsLate) }
    }
    case 'demo':
      return { ...VERIFIER, acceptsDemo: recipe.atDemoGate }
    default:
      return VERIFIER
  }
}

/** Recipes in which nothing is wrong: the city's own key for what it signs, with the right phone; a demo code at its gate. */
function isWhatTheCityDoes(recipe: Recipe): boolean {
  if (recipe.how === 'demo') return recipe.atDemoGate && !recipe.asCity
  if (recipe.how !== 'by the wrong key') return false
  const { by, named, algorithm, phone, context } = recipe
  const { algorithm: right } = SIGNERS[by].signer
  const isCity = by === 'city' || by === 'cityEd' || by === 'paper'
  const isRight = named === by && algorithm === (right === 'ES256' ? -7 : -8) && context === 'SSM1 credential'
  return isCity && isRight && phone === 'phone'
}

/** The claims edited, under the id of the city's key, signed by somebody who is not the city; the phone is his own. */
async function byAStranger({
  base,
  place,
  edit,
}: Recipe & { how: 'edited and signed by a stranger' }): Promise<string> {
  const { text, issuer, phone } = honest(base)
  const { payload, header } = opened(text).credential
  const claims = decodeCbor(payload, MAX_TEXT_LENGTH)!
  const by = issuer.signer.algorithm === 'ES256' ? SIGNERS.unpublished : { ...SIGNERS.cityEd, signer: strangerByEdDSA }
  const credential = await forgeCredential({ payload: encodeCbor(edited(claims, place, edit)), header, by })
  return forgeCode(credential, { by: phone })
}

const strangerByEdDSA = {
  ...SIGNERS.cityEd.signer,
  sign: (message: Uint8Array) => SIGNERS.cityEd.signer.sign(message.with(0, message[0]! ^ 1)),
}

/**
 * Right claims by the right keys in bytes that are not the one right encoding: a second code for the same credential.
 * Undefined where the item can be written in no other way of that sort.
 */
async function writtenOtherwise({
  part,
  place,
  as,
}: Recipe & { how: 'written otherwise' }): Promise<string | undefined> {
  const { city, phone } = SIGNERS
  let isOther = false
  const become = (other: typeof part, bytes: Uint8Array): Uint8Array => {
    if (other !== part) return bytes
    const written = encodedOtherwise(decodeCbor(bytes, MAX_TEXT_LENGTH)!, place, as)
    isOther = !sameBytes(written, bytes)
    return written
  }
  const credential = await forgeCredential({
    by: city,
    payload: become('payload', encodeCredential(aCredential())),
    header: become('header', issuerHeader(city)),
  })
  const message = become('message', credential)
  const proof = await forgeProof(message, {
    by: phone,
    header: become('proof-header', PROOF_HEADER),
    payload: become('proof-payload', head(0, SHOWN_AT / SECOND)),
  })
  const text = textOf([message, become('proof', proof)])
  return isOther ? text : undefined
}

async function byTheWrongKey(recipe: Recipe & { how: 'by the wrong key' }): Promise<string> {
  const credential = await forgeCredential({
    by: SIGNERS[recipe.by],
    header: issuerHeader(SIGNERS[recipe.named], recipe.algorithm),
    context: utf8(recipe.context),
  })
  return forgeCode(credential, { by: SIGNERS[recipe.phone] })
}

async function outsideItsTime({ secondsAfterEnd, paper }: Recipe & { how: 'outside its time' }): Promise<string> {
  if (paper) return paperText(await issueCredential(aPaper(), SIGNERS.paper.signer))
  const at = after(endOf(false), secondsAfterEnd * SECOND)
  return aCode(aCredential(), { issuer: SIGNERS.city, phone: SIGNERS.phone, at })
}

function endOf(paper: boolean): Instant {
  return paper ? paperExpiryOf(ISSUED_AT) : expiryOf(ISSUED_AT)
}

function credentialOutside(recipe: Recipe & { how: 'issued outside the time of its key' }): Credential {
  const { notBefore, notAfter } = PUBLISHED[0]!
  const { secondsOutside, early } = recipe
  const issuedAt = early ? after(notBefore, -SECOND * (secondsOutside + 1)) : after(notAfter, SECOND * secondsOutside)
  return aCredential({ issuedAt, phoneKey: phoneKeyOf(SIGNERS.phone) })
}

function honest(base: number): (typeof HONEST)[number] {
  return HONEST[base]!
}
