import { encode } from 'uqr'
import { median, type Figure, type Group } from './figure.ts'
import { perSecond, rawPost } from './load.ts'
import { CONNECTIONS, issueEach } from './held-codes.ts'
import { withMeasured } from './measured.ts'
import { aPhoneKey } from '../test/phone.ts'
import { instant } from '../core/instant.ts'

/** People who ask, each once a round: no cache of credentials could help. */
const PEOPLE = 10_000
const ROUNDS = 3
/** Codes shown are judged fresh for 90 s: a round's are made right before it. */
const VERIFICATIONS = 6_000

/** What the measured process tells once it listens. */
export interface Listening {
  readonly ours: number
  readonly bare: number
  readonly cookies: readonly string[]
  readonly gate: { readonly cookie: string; readonly gateId: string }
}

export const group: Group = {
  name: 'code',
  async measure() {
    return withMeasured({ file: 'code-server.ts', args: [PEOPLE] }, async (listening: Listening) => [
      await measureIssuing(listening),
      await measureVerifying(listening),
      await measureVersion(listening),
    ])
  },
}

async function measureIssuing(listening: Listening): Promise<Figure> {
  return compare('code.issue_per_s', async (server) => {
    const requests = listening.cookies.map((cookie) => rawPost('/api/code', cookie, { phoneKey: aPhoneKey().phoneKey }))
    return perSecond(listening[server], requests, CONNECTIONS)
  })
}

async function measureVerifying(listening: Listening): Promise<Figure> {
  const { cookie, gateId } = listening.gate
  const held = await issueEach(listening.ours, listening.cookies.slice(0, VERIFICATIONS))
  return compare('code.verify_per_s', async (server) => {
    const at = Date.now()
    const requests = await Promise.all(
      held.map(async ({ phone, credential }) =>
        rawPost('/api/verify', cookie, { gateId, code: await phone.show(credential, instant(at)), at }),
      ),
    )
    return perSecond(listening[server], requests, CONNECTIONS)
  })
}

/** The largest QR version that this run's codes need at level M. */
async function measureVersion(listening: Listening): Promise<Figure> {
  const issued = await issueEach(listening.ours, listening.cookies.slice(0, 500))
  const versions = await Promise.all(
    issued.map(async ({ phone, credential }) => {
      return encode(await phone.show(credential, instant(Date.now())), { ecc: 'M', border: 0 }).version
    }),
  )
  const value = Math.max(...versions)
  return { name: 'qr.version', value, unit: 'version at level M', limit: 13, bound: 'value-at-most', ratio: undefined }
}

/** Ours and the bare server in turn, on fresh requests each time; the medians, and the median of the rounds' ratios. */
async function compare(name: string, run: (server: 'ours' | 'bare') => Promise<number>): Promise<Figure> {
  const rounds: { ours: number; bare: number }[] = []
  await run('ours')
  await run('bare')
  for (let round = 0; round < ROUNDS; round += 1) rounds.push({ ours: await run('ours'), bare: await run('bare') })
  return {
    name,
    value: median(rounds.map((round) => round.ours)),
    unit: 'requests/s',
    limit: 0.6,
    bound: 'ratio-at-least',
    ratio: median(rounds.map((round) => round.ours / round.bare)),
  }
}
