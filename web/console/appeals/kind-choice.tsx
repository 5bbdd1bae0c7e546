import type { AppealRow } from '../../../contract/appeals.ts'
import { APPEAL_KINDS } from '../../kit/dictionary/appeal.ts'
import { OFFICE } from '../../kit/dictionary/appeals-office.ts'
import { say } from '../../kit/language.ts'
import { Choice } from '../choice.tsx'

/** What the appeals of a list are about; empty: whatever it is. */
export type Kind = AppealRow['kind'] | ''

/** A wrong photo is taken nowhere: of what a person may choose the list has the rest. */
const KINDS = ['colour-wrong', 'data-wrong', 'name-wrong'] as const satisfies readonly Kind[]

/** Narrows a list by it. */
export function KindChoice({ value, onChange }: { value: Kind; onChange: (kind: Kind) => void }) {
  return (
    <Choice<Kind>
      aria-label={say(OFFICE.kind)}
      value={value}
      onChange={onChange}
      options={[
        { value: '', label: say(OFFICE.allKinds) },
        ...KINDS.map((kind) => ({ value: kind, label: say(APPEAL_KINDS[kind]) })),
      ]}
    />
  )
}
