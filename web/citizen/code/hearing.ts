import type { ProblemName } from '../../../contract/problems.ts'
import type { MyPage } from '../../../contract/registration.ts'
import type { CardState, ShownCode } from './card.ts'

/** What to do with the code on the phone after the server told how things stand. */
export type Consequence =
  | { readonly act: 'confirm' }
  | { readonly act: 'renew' }
  | { readonly act: 'withdraw'; readonly problem: ProblemName }
  | { readonly act: 'nothing' }

/** Holds what the server says of the person against what the phone shows. */
export function consequenceOf(me: MyPage, card: CardState): Consequence {
  switch (me.state) {
    case 'unregistered':
      return { act: 'withdraw', problem: 'not-registered' }
    case 'awaiting-staff':
      return { act: 'withdraw', problem: 'identity-not-confirmed' }
    case 'arrival-undeclared':
      return { act: 'withdraw', problem: 'arrival-not-declared' }
    case 'ready':
      if (card.kind === 'opening' || card.kind === 'insecure') return { act: 'nothing' }
      return card.kind === 'shown' && isSame(me, card.code) ? { act: 'confirm' } : { act: 'renew' }
  }
}

// Name and document too: somebody else may have signed in on this phone.
function isSame(me: MyPage, code: ShownCode): boolean {
  return (
    code.issuedAt >= (me.codesSince ?? code.issuedAt) &&
    me.colour === code.colour &&
    (me.maskedName ?? code.maskedName) === code.maskedName &&
    (me.document?.lastFour ?? code.document.lastFour) === code.document.lastFour &&
    (me.document?.type ?? code.document.type) === code.document.type
  )
}
