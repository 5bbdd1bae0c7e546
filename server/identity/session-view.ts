import type { SessionView } from '../../contract/identity.ts'
import type { Actor } from '../kit/actor.ts'
import type { Ctx } from '../kit/world.ts'

/** Who is signed in in a browser, as its page is told. */
export function sessionView(ctx: Ctx, actor: Actor): SessionView {
  const common = { serverTime: ctx.now, demo: ctx.settings.demo }
  switch (actor.kind) {
    case 'citizen':
      return {
        signedIn: 'citizen',
        channel: actor.channel,
        ...(actor.staff && { step: stepOf(actor.staff) }),
        ...common,
      }
    case 'staff':
      return {
        signedIn: 'staff',
        role: actor.role,
        staffId: actor.staffId,
        channel: actor.channel,
        ...(actor.division === '' && { wholeCity: true }),
        division: actor.division,
        ...(actor.venueId !== undefined && { venueId: actor.venueId }),
        ...common,
      }
    case 'nobody':
    case 'gate':
    case 'source':
    case 'operator':
    case 'system':
      return { signedIn: 'nobody', ...common }
  }
}

function stepOf({ standing }: { standing: 'known' | 'invited' }): SessionView['step'] {
  return standing === 'known' ? 'prove-passkey' : 'make-passkey'
}
