import { setTimeout as pause } from 'node:timers/promises'
import { after, MINUTE } from '../../core/instant.ts'
import { append } from '../audit/audit.ts'
import { hasDesk, type Desk } from '../identity/staff-row.ts'
import { keepChallenge, raiseSession, recordSignIn, takeChallenge, type Standing } from '../identity/staff-session.ts'
import type { Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { sameSecret } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { accountOf } from './account.ts'
import { checkMade, checkProof, questionToMake, questionToProve, type Place } from './passkeys.ts'
import { codeHash } from './staff.ts'
import { insertPasskey, listPasskeys, lockStaff, takeCode, updateCounter, updateStaff } from './store.ts'

// How somebody's session becomes one of staff. With the administrator's one-time code his sign-in becomes that of the member of staff,
// and he makes a passkey; from then on sign-in and passkey are enough. What he shows raises the session that he shows it in.

/** Whoever guesses codes waits; nobody else is made to. */
const WRONG_CODE_PAUSE_MS = 300
const ANSWER_WITHIN = 5 * MINUTE

/**
 * Takes a one-time code: the account that is signed in is the member of staff's from now on, and may make a passkey. Wrong, used and
 * expired codes are answered alike. Problems: staff-code-void, already-staff.
 */
export async function join(ctx: Ctx, typed: string): Promise<Standing> {
  const citizen = citizenOf(ctx)
  const standing = ctx.settings.secondFactor === 'none' ? 'proved' : 'invited'
  const joined = await ctx.db.transaction().execute(async (tx) => {
    const staffId = await takeCode(tx, ctx.keys, { codeHash: codeHash(ctx, typed), now: ctx.now })
    const staff = staffId === undefined ? undefined : await lockStaff(tx, staffId)
    if (!staff || !hasDesk(ctx.keys, staff)) return false
    const account = await accountOf(tx, citizen.accountId)
    if (staff.subject_hash === null) {
      if (account.isStaff) throw new Problem('already-staff')
      await updateStaff(tx, ctx.keys, { ...staff, channel: account.channel, subject_hash: account.subjectHash })
    } else if (staff.channel !== account.channel || !sameSecret(staff.subject_hash, account.subjectHash)) {
      // Somebody else's code stays used: whoever let it get about makes a new one.
      return false
    }
    await append(tx, ctx, { action: 'staff-joined', subject: staff.staff_id })
    await raise(tx, ctx, staff, standing)
    return true
  })
  if (joined) return standing
  await pause(WRONG_CODE_PAUSE_MS)
  throw new Problem('staff-code-void')
}

/** What the browser is to make a passkey from. Problems: staff-code-void, where no code was taken in this session. */
export async function askToMake(ctx: Ctx, place: Place): Promise<object> {
  const { staffId } = beginner(ctx, 'invited')
  const known = await listPasskeys(ctx.db, ctx.keys, { staffId, site: place.site })
  const { options, challenge } = await questionToMake(ctx, place, { staffId, known })
  await ask(ctx, challenge)
  return options
}

/** Keeps the passkey that was made: the session has its role now. Problems: staff-code-void, passkey-refused. */
export async function make(ctx: Ctx, place: Place, response: object): Promise<void> {
  const { staffId } = beginner(ctx, 'invited')
  const challenge = await takeQuestion(ctx)
  const made = await checkMade(place, { response, challenge })
  await ctx.db.transaction().execute(async (tx) => {
    const staff = await getDesk(tx, ctx, staffId)
    await insertPasskey(tx, ctx.keys, { ...made, staffId, site: place.site, madeAt: ctx.now })
    await append(tx, ctx, { action: 'passkey-made', subject: staffId })
    await raise(tx, ctx, staff, 'proved')
  })
}

/** What the browser is to sign with a passkey. Problems: passkey-missing. */
export async function askToProve(ctx: Ctx, place: Place): Promise<object> {
  const { staffId } = beginner(ctx, 'known')
  const known = await listPasskeys(ctx.db, ctx.keys, { staffId, site: place.site })
  if (known.length === 0) throw new Problem('passkey-missing')
  const { options, challenge } = await questionToProve(ctx, place, known)
  await ask(ctx, challenge)
  return options
}

/** Takes what a passkey signed: the session has its role now. Problems: passkey-missing, passkey-refused. */
export async function prove(ctx: Ctx, place: Place, response: { id: string }): Promise<void> {
  const { staffId } = beginner(ctx, 'known')
  const challenge = await takeQuestion(ctx)
  const known = await listPasskeys(ctx.db, ctx.keys, { staffId, site: place.site })
  const passkey = known.find(({ credentialId }) => credentialId === response.id)
  if (!passkey) throw new Problem('passkey-refused')
  const counter = await checkProof(place, { response, challenge, passkey })
  await ctx.db.transaction().execute(async (tx) => {
    const staff = await getDesk(tx, ctx, staffId)
    await updateCounter(tx, ctx.keys, { ...passkey, counter })
    await raise(tx, ctx, staff, 'proved')
  })
}

async function raise(tx: Tx, ctx: Ctx, staff: Desk, standing: Standing): Promise<void> {
  const { accountId, channel, sessionHash } = citizenOf(ctx)
  await raiseSession(tx, ctx, { tokenHash: sessionHash, accountId, staff: { staffId: staff.staff_id, standing } })
  if (standing === 'proved') await recordSignIn(tx, ctx, { accountId, channel, sessionHash }, staff)
}

/** He may have been changed or switched off since the session began. */
async function getDesk(tx: Tx, ctx: Ctx, staffId: string): Promise<Desk> {
  const staff = await lockStaff(tx, staffId)
  if (!staff || !hasDesk(ctx.keys, staff)) throw new Problem('not-permitted')
  return staff
}

async function ask(ctx: Ctx, challenge: string): Promise<void> {
  const { sessionHash } = citizenOf(ctx)
  await keepChallenge(ctx.db, { sessionHash, challenge, until: after(ctx.now, ANSWER_WITHIN) })
}

/** The question that is answered; whatever becomes of the answer, it is answered once. */
async function takeQuestion(ctx: Ctx): Promise<string> {
  const { sessionHash } = citizenOf(ctx)
  const taken = await ctx.db.transaction().execute((tx) => takeChallenge(tx, { sessionHash, now: ctx.now }))
  if (taken === undefined) throw new Problem('passkey-refused')
  return taken
}

/** Somebody whose session has come so far as staff, and no farther. */
function beginner(ctx: Ctx, standing: 'known' | 'invited'): { staffId: string } {
  const { staff } = citizenOf(ctx)
  if (staff?.standing === standing) return staff
  throw new Problem(standing === 'invited' ? 'staff-code-void' : 'not-permitted')
}

function citizenOf(ctx: Ctx): Extract<Ctx['actor'], { kind: 'citizen' }> {
  if (ctx.actor.kind === 'citizen') return ctx.actor
  throw new Problem('not-permitted')
}
