import type { AppealDetail } from '../../../contract/appeals.ts'
import { OFFICE } from '../../kit/dictionary/appeals-office.ts'
import { say } from '../../kit/language.ts'
import { momentText } from '../moments.ts'

/** What the person wrote. */
export function Words({ texts }: Pick<AppealDetail, 'texts'>) {
  return (
    <>
      <h3>{say(OFFICE.words)}</h3>
      {texts.map(({ at, text }) => (
        <p key={at} className="said">
          <span className="soft">{momentText(at)}</span> {text}
        </p>
      ))}
    </>
  )
}
