import { Button } from 'antd'
import { useState } from 'react'
import type { KeyRequest, OwnKey, OwnKeys } from '../../../contract/signatures.ts'
import { call } from '../../kit/api.ts'
import { CONSOLE } from '../../kit/dictionary/console.ts'
import { SIGNING_KEY } from '../../kit/dictionary/signing-key.ts'
import { say } from '../../kit/language.ts'
import { makeOfficerKey, type OfficerKey } from '../../kit/officer-key.ts'
import { Facts } from '../part.tsx'
import { useDesk } from '../session.ts'
import { Awaited, Fault, Notice } from '../states.tsx'
import { useAct, type Acting } from '../use-act.ts'
import { useLive } from '../use-live.ts'
import { useOfficerKey } from '../use-officer-key.ts'
import { EnrolmentText } from './enrolment-text.tsx'
import { firstDay, lastDay, standingOf } from './key-standing.ts'

// The organisation signs within hours or days; a minute is soon enough to see it.
const REFRESH_EVERY_MS = 60_000

/** A health officer's signing key in this browser: made, waiting for the organisation's signature, enrolled until a day. */
export function SigningKey() {
  const staffId = useDesk().session.staffId ?? ''
  const asked = useLive<OwnKeys>('/api/signing-keys', REFRESH_EVERY_MS)
  const found = useOfficerKey()
  const [made, setMade] = useState<OfficerKey>()
  const [cannotKeep, setCannotKeep] = useState(false)
  const acting = useAct()
  const mine = made ?? found

  async function ask({ publicKey }: OfficerKey): Promise<void> {
    const request = { publicKey } satisfies KeyRequest
    if (await acting.attempt(() => call<OwnKey>('POST', '/api/signing-keys', request))) asked.again()
  }

  async function make(): Promise<void> {
    setCannotKeep(false)
    const key = await makeOfficerKey(staffId).catch(() => undefined)
    if (!key) return setCannotKeep(true)
    // From here on there is one, whether the request arrives or not.
    setMade(key)
    await ask(key)
  }

  return (
    <>
      <p className="soft">{say(SIGNING_KEY.what)}</p>
      <Awaited asked={asked}>
        {(own) => (
          <section className="panel" aria-label={say(CONSOLE.signingKey)}>
            {own.organisation ? (
              <Facts rows={[[say(SIGNING_KEY.organisation), say(own.organisation)]]} />
            ) : (
              <Notice>{say(SIGNING_KEY.noRoot)}</Notice>
            )}
            {cannotKeep && <Fault words={say(SIGNING_KEY.cannotKeep)} />}
            {acting.fault !== undefined && <Fault words={acting.fault} />}
            {mine && (
              <Standing
                mine={mine === 'none' ? undefined : mine}
                own={own}
                acting={acting}
                onMake={() => void make()}
                onAsk={(key) => void ask(key)}
                onRefresh={asked.again}
              />
            )}
          </section>
        )}
      </Awaited>
    </>
  )
}

interface StandingProps {
  readonly mine: OfficerKey | undefined
  readonly own: OwnKeys
  readonly acting: Acting
  readonly onMake: () => void
  readonly onAsk: (key: OfficerKey) => void
  readonly onRefresh: () => void
}

function Standing({ mine, own, acting, onMake, onAsk, onRefresh }: StandingProps) {
  const { demo, serverTime } = useDesk().session
  const standing = standingOf(mine?.keyId, own.keys, serverTime)
  const press = (text: string, onPress: () => void) => (
    <div>
      <Button type="primary" loading={acting.isBusy} onClick={onPress}>
        {text}
      </Button>
    </div>
  )
  if (standing.at === 'none' || !mine) {
    const elsewhere = standing.at === 'none' ? standing.elsewhere : undefined
    return (
      <>
        <p role="status">{say(SIGNING_KEY.none)}</p>
        {elsewhere && (
          <>
            <Notice>{say(SIGNING_KEY.elsewhere, { day: lastDay(elsewhere) })}</Notice>
            <p>{say(SIGNING_KEY.lost, { key: elsewhere.keyId })}</p>
          </>
        )}
        {press(say(SIGNING_KEY.make), onMake)}
      </>
    )
  }
  if (standing.at === 'unasked') {
    return (
      <>
        <p role="status">{say(SIGNING_KEY.unasked)}</p>
        {press(say(SIGNING_KEY.ask), () => onAsk(mine))}
      </>
    )
  }
  const { key, endsSoon } = standing
  return (
    <>
      <p role="status">
        <strong>{stateOf(key)}</strong>
      </p>
      <Facts rows={[[say(SIGNING_KEY.keyId), <code>{key.keyId}</code>]]} />
      {demo && key.state === 'enrolled' && <Notice>{say(SIGNING_KEY.demoRoot)}</Notice>}
      {key.state === 'waiting' && (
        <>
          <EnrolmentText text={key.enrolment ?? ''} keyId={key.keyId} />
          {press(say(SIGNING_KEY.refresh), onRefresh)}
        </>
      )}
      {key.state === 'enrolled' && <p>{say(endsSoon ? SIGNING_KEY.soonHint : SIGNING_KEY.enrolledHint)}</p>}
      {key.state === 'expired' && <p>{say(SIGNING_KEY.renewHint)}</p>}
      {key.state === 'revoked' && <p>{say(SIGNING_KEY.revokedHint)}</p>}
      {(key.state === 'expired' || key.state === 'revoked' || (key.state === 'enrolled' && endsSoon)) &&
        press(say(SIGNING_KEY.makeNew), onMake)}
    </>
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
