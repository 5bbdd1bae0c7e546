import './late.css'
import { useEffect } from 'preact/hooks'
import type { ProblemName } from '../../../contract/problems.ts'
import type { MyPage } from '../../../contract/registration.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { NO_CODE } from '../../kit/dictionary/no-code.ts'
import { say, type Text } from '../../kit/language.ts'
import { Page } from '../frame.tsx'
import { Opening } from '../opening.tsx'
import { SignInPage } from '../sign-in/sign-in-page.tsx'
import { SignOut } from '../sign-out.tsx'
import type { CardState } from './card.ts'
import { Comparison } from './comparison.tsx'
import { WrittenByHand } from './written-by-hand.tsx'

interface WithoutCodeProps {
  readonly card: Exclude<CardState, { kind: 'shown' }>
  readonly me: MyPage | undefined
}

/** What stands in the place of a code: the one next step. */
export function WithoutCode({ card, me }: WithoutCodeProps) {
  switch (card.kind) {
    case 'opening':
      return <Opening />
    case 'insecure':
      return <Sorry title={NO_CODE.insecureTitle} text={NO_CODE.insecure} />
    case 'unreachable':
      if (card.busy) return <Sorry title={NO_CODE.busyTitle} text={NO_CODE.busy} />
      return card.expired ? (
        <Sorry title={NO_CODE.expiredTitle} text={NO_CODE.expired} />
      ) : (
        <Sorry title={NO_CODE.unreachableTitle} text={NO_CODE.unreachable} />
      )
    case 'refused':
      return <Refused problem={card.problem} me={me} />
  }
}

function Refused({ problem, me }: { problem: ProblemName; me: MyPage | undefined }) {
  switch (problem) {
    case 'not-signed-in':
      return <SignInPage />
    case 'signed-in-elsewhere':
      return <OnAnotherPhone />
    case 'not-registered':
      return <ToTheWizard />
    case 'identity-not-confirmed':
      return <Comparison me={me} />
    case 'arrival-not-declared':
      return <DeclareFirst me={me} />
    case 'not-permitted':
      return <Sorry title={NO_CODE.noCodeNow} text={NO_CODE.staffAccount} />
    default:
      return <Sorry title={NO_CODE.noCodeNow} text={COMMON.unreachable} />
  }
}

function ToTheWizard() {
  useEffect(() => location.replace('/register'), [])
  return <Opening />
}

function DeclareFirst({ me }: { me: MyPage | undefined }) {
  return (
    <Page title={say(NO_CODE.declareFirst)}>
      <div class="stack">
        <a class="button main large" href="/declare/arrival">
          {say(NO_CODE.declareArrival)}
        </a>
        <p class="soft">{say(NO_CODE.declareFirstWhy)}</p>
        {me?.handFacts !== undefined && me.handFacts.length > 0 && <WrittenByHand facts={me.handFacts} />}
        <Links />
      </div>
    </Page>
  )
}

function OnAnotherPhone() {
  return (
    <Page title={say(NO_CODE.elsewhereTitle)}>
      <div class="stack">
        <p>{say(NO_CODE.elsewhere)}</p>
        <a class="button main large" href="/sign-in">
          {say(NO_CODE.signInHere)}
        </a>
        <p class="soft">{say(NO_CODE.notMe)}</p>
        <a class="button" href="/help">
          {say(NO_CODE.help)}
        </a>
      </div>
    </Page>
  )
}

function Sorry({ title, text }: { title: Text; text: Text }) {
  return (
    <Page title={say(title)}>
      <div class="stack">
        <p>{say(text)}</p>
        <button type="button" class="button main" onClick={() => void globalThis.codeCard?.renew()}>
          {say(COMMON.tryAgain)}
        </button>
        <Links />
      </div>
    </Page>
  )
}

function Links() {
  return (
    <>
      <a class="button" href="/help">
        {say(NO_CODE.help)}
      </a>
      <SignOut />
    </>
  )
}
