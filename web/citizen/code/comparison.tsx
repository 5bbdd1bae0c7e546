import { useEffect } from 'preact/hooks'
import type { MyPage } from '../../../contract/registration.ts'
import { instant } from '../../../core/instant.ts'
import { ColourShape } from '../../kit/colour-shape.tsx'
import { COLOUR_WORDS } from '../../kit/dictionary/colours.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { DOCUMENT_NAMES } from '../../kit/dictionary/documents.ts'
import { NO_CODE } from '../../kit/dictionary/no-code.ts'
import { say, type Text } from '../../kit/language.ts'
import { Switches } from '../../kit/switches.tsx'
import { Opening } from '../opening.tsx'
import { SignOut } from '../sign-out.tsx'
import { momentText } from './moment-text.ts'

type Compared = NonNullable<MyPage['comparison']>

const WHAT: Readonly<Record<Compared['what'], Text>> = {
  'not-in-register': NO_CODE.comparingRegister,
  unproved: NO_CODE.comparingUnproved,
  'second-claim': NO_CODE.comparingSecond,
}

/** The grey page: no QR, but what is being compared, until when, and where to go. */
export function Comparison({ me }: { me: MyPage | undefined }) {
  useEffect(() => {
    document.title = say(COMMON.appName)
  })
  return (
    <>
      <header class="band">
        <div class="column code-top">
          <h1 class="word">
            <ColourShape colour="grey" />
            {say(COLOUR_WORDS.grey)}
          </h1>
          <Switches />
        </div>
        <p class="column">{say(NO_CODE.noCode)}</p>
      </header>
      <main class="column below stack">
        {me?.demo === true && <p class="made-up">{say(COMMON.madeUp)}</p>}
        {me?.comparison ? <Details me={me} compared={me.comparison} /> : <Opening />}
        <a class="button" href="/help#grey">
          {say(NO_CODE.help)}
        </a>
        <SignOut />
      </main>
    </>
  )
}

function Details({ me, compared }: { me: MyPage; compared: Compared }) {
  const number = me.document && `${say(DOCUMENT_NAMES[me.document.type])} ****${me.document.lastFour}`
  return (
    <>
      {me.maskedName !== undefined && (
        <p>
          <strong>{me.maskedName}</strong> <span class="soft">{number}</span>
        </p>
      )}
      <p>{say(WHAT[compared.what])}</p>
      <dl class="panel facts">
        <dt>{say(NO_CODE.comparedUntil)}</dt>
        <dd>{momentText(instant(compared.until))}</dd>
        <dt>{say(NO_CODE.where)}</dt>
        <dd>{say(compared.where)}</dd>
        <dt>{say(NO_CODE.bring)}</dt>
        <dd>{say(NO_CODE.bringDocument)}</dd>
        <dt>{say(NO_CODE.telephone)}</dt>
        <dd>
          <a href={`tel:${compared.telephone.replace(/[^\d+]/g, '')}`}>{compared.telephone}</a>
        </dd>
      </dl>
      <p class="soft">{say(NO_CODE.noWaiting)}</p>
    </>
  )
}
