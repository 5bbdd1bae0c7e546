import { useCallback, useEffect, useState } from 'preact/hooks'
import type { KeyRequest, OwnKey, OwnKeys } from '../../contract/signatures.ts'
import { call, CallProblem, isPassing } from '../kit/api.ts'
import { COMMON } from '../kit/dictionary/common.ts'
import { SIGNING_KEY } from '../kit/dictionary/signing-key.ts'
import { say } from '../kit/language.ts'
import { findOfficerKey, makeOfficerKey, type OfficerKey } from '../kit/officer-key.ts'
import { EnrolmentText } from './enrolment-text.tsx'
import { firstDay, lastDay, standingOf } from './key-standing.ts'
import type { SectionProps } from './sections.tsx'

// The organisation signs within hours or days; a minute is soon enough to see it.
const REFRESH_EVERY_MS = 60_000

interface Known {
  readonly mine: OfficerKey | undefined
  readonly own: OwnKeys
}

/** A health officer's signing key in this browser: made, waiting for the organisation's signature, enrolled until a day. */
export function SigningKey({ session, onSignedOut }: SectionProps) {
  const staffId = session.staffId ?? ''
  const [known, setKnown] = useState<Known>()
  const [fault, setFault] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)

  const attempt = useCallback(async (act: () => Promise<void>): Promise<void> => {
    setIsBusy(true)
    try {
      await act()
      setFault(undefined)
    } catch (cause) {
      if (cause instanceof CallProblem && cause.status === 401) onSignedOut()
      else if (cause instanceof CallProblem) setFault(cause.title)
      else setFault(say(isPassing(cause) ? COMMON.unreachable : SIGNING_KEY.cannotKeep))
    } finally {
      setIsBusy(false)
    }
  }, [])

  async function read(): Promise<void> {
    setKnown({ own: await call<OwnKeys>('GET', '/api/signing-keys'), mine: await findOfficerKey(staffId) })
  }

  async function ask({ publicKey }: OfficerKey): Promise<void> {
    await call<OwnKey>('POST', '/api/signing-keys', { publicKey } satisfies KeyRequest)
    await read()
  }

  async function make(): Promise<void> {
    const mine = await makeOfficerKey(staffId)
    // From here on there is one, whether the request arrives or not.
    setKnown((before) => before && { ...before, mine })
    await ask(mine)
  }

  useEffect(() => {
    void attempt(read)
    const timer = setInterval(() => void attempt(read), REFRESH_EVERY_MS)
    return () => clearInterval(timer)
  }, [])

  return (
    <main class="list">
      <p>{say(SIGNING_KEY.what)}</p>
      {fault !== undefined && (
        <div class="fault" role="alert">
          <p>{fault}</p>
          <button type="button" class="button" onClick={() => void attempt(read)}>
            {say(COMMON.tryAgain)}
          </button>
        </div>
      )}
      {known ? (
        <section class="panel">
          <div class="stack">
            <Organisation own={known.own} />
            <Standing
              known={known}
              now={session.serverTime}
              isDemo={session.demo}
              isBusy={isBusy}
              onMake={() => void attempt(make)}
              onAsk={(key) => void attempt(() => ask(key))}
              onRefresh={() => void attempt(read)}
            />
          </div>
        </section>
      ) : (
        fault === undefined && <p role="status">{say(COMMON.loading)}</p>
      )}
    </main>
  )
}

function Organisation({ own: { organisation } }: { own: OwnKeys }) {
  if (!organisation) return <p class="notice">{say(SIGNING_KEY.noRoot)}</p>
  return (
    <dl class="facts">
      <dt>{say(SIGNING_KEY.organisation)}</dt>
      <dd>{say(organisation)}</dd>
    </dl>
  )
}

interface StandingProps {
  readonly known: Known
  readonly now: number
  readonly isDemo: boolean
  readonly isBusy: boolean
  readonly onMake: () => void
  readonly onAsk: (key: OfficerKey) => void
  readonly onRefresh: () => void
}

function Standing({ known: { mine, own }, now, isDemo, isBusy, onMake, onAsk, onRefresh }: StandingProps) {
  const standing = standingOf(mine?.keyId, own.keys, now)
  if (standing.at === 'none' || !mine) {
    const elsewhere = standing.at === 'none' ? standing.elsewhere : undefined
    return (
      <>
        <p role="status">{say(SIGNING_KEY.none)}</p>
        {elsewhere && (
          <div class="notice">
            <p>{say(SIGNING_KEY.elsewhere, { day: lastDay(elsewhere) })}</p>
            <p>{say(SIGNING_KEY.lost, { key: elsewhere.keyId })}</p>
          </div>
        )}
        <Press text={say(SIGNING_KEY.make)} isBusy={isBusy} onPress={onMake} />
      </>
    )
  }
  if (standing.at === 'unasked') {
    return (
      <>
        <p role="status">{say(SIGNING_KEY.unasked)}</p>
        <Press text={say(SIGNING_KEY.ask)} isBusy={isBusy} onPress={() => onAsk(mine)} />
      </>
    )
  }
  const { key, endsSoon } = standing
  return (
    <>
      <p role="status">
        <strong>{stateOf(key)}</strong>
      </p>
      <dl class="facts">
        <dt>{say(SIGNING_KEY.keyId)}</dt>
        <dd>
          <code>{key.keyId}</code>
        </dd>
      </dl>
      {isDemo && key.state === 'enrolled' && <p class="notice">{say(SIGNING_KEY.demoRoot)}</p>}
      {key.state === 'waiting' && (
        <>
          <EnrolmentText text={key.enrolment ?? ''} keyId={key.keyId} />
          <Press text={say(SIGNING_KEY.refresh)} isBusy={isBusy} onPress={onRefresh} />
        </>
      )}
      {key.state === 'enrolled' && <p>{say(endsSoon ? SIGNING_KEY.soonHint : SIGNING_KEY.enrolledHint)}</p>}
      {key.state === 'expired' && <p>{say(SIGNING_KEY.renewHint)}</p>}
      {key.state === 'revoked' && <p>{say(SIGNING_KEY.revokedHint)}</p>}
      {(key.state === 'expired' || key.state === 'revoked' || (key.state === 'enrolled' && endsSoon)) && (
        <Press text={say(SIGNING_KEY.makeNew)} isBusy={isBusy} onPress={onMake} />
      )}
    </>
  )
}

function Press({ text, isBusy, onPress }: { text: string; isBusy: boolean; onPress: () => void }) {
  return (
    <button type="button" class="button main" disabled={isBusy} onClick={onPress}>
      {text}
    </button>
  )
}

function stateOf(key: OwnKey): string {
  switch (key.state) {
    case 'waiting':
      return say(SIGNING_KEY.waiting)
    case 'early':
      return say(SIGNING_KEY.early, { day: firstDay(key) })
    case 'enrolled':
      return say(SIGNING_KEY.enrolled, { day: lastDay(key) })
    case 'expired':
      return say(SIGNING_KEY.expired, { day: lastDay(key) })
    case 'revoked':
      return say(SIGNING_KEY.revoked)
  }
}
