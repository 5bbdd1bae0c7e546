import type { StaysDeclaration } from '../../../contract/registration.ts'
import type { Day } from '../../../core/instant.ts'
import { DECLARE } from '../../kit/dictionary/declare.ts'
import { FORM } from '../../kit/dictionary/form.ts'
import { say } from '../../kit/language.ts'
import { recentDays } from '../form/days.ts'
import { CountySelect } from '../form/division-select.tsx'
import { useDraft } from '../../kit/form/use-draft.ts'
import { SelectField, type Faults, type Option } from '../../kit/form/fields.tsx'
import { Form, useSending } from '../../kit/form/form.tsx'
import { newId } from '../../kit/form/new-id.ts'
import { CommunityField } from './community-field.tsx'
import { DeclarePage } from './declare-page.tsx'
import { sendDeclaration } from './send-declaration.ts'
import { faultsOfStays, freshStay, STILL_THERE, stayOf, type StayDraft } from './stays.ts'

// What the rules look back on; the server refuses what is older.
const DAYS_BACK = 14
const MOST_STAYS = 40

/** Declares the stays of the last 14 days, by county and community (M6). */
export function StaysPage() {
  return (
    <DeclarePage title={DECLARE.staysTitle}>
      {({ today }, onDone) => <StaysForm today={today} onDone={onDone} />}
    </DeclarePage>
  )
}

function StaysForm({ today, onDone }: { today: Day; onDone: () => void }) {
  const { draft, change, end } = useDraft('declaration-stays', () => ({
    declarationId: newId(),
    stays: [freshStay(newId())],
  }))
  const sending = useSending()
  const { stays } = draft

  function changeStay(key: string, to: Partial<StayDraft>): void {
    change({ stays: stays.map((stay) => (stay.key === key ? { ...stay, ...to } : stay)) })
  }

  async function send(): Promise<void> {
    const declaration: StaysDeclaration = { declarationId: draft.declarationId, stays: stays.map(stayOf) }
    await sendDeclaration('/api/declarations/stays', declaration)
    end()
    onDone()
  }

  return (
    <Form
      sending={sending}
      button={say(DECLARE.submit)}
      onSubmit={() => void sending.submit(() => faultsOfStays(stays), send)}
    >
      <p>{say(DECLARE.staysWhy)}</p>
      {stays.map((stay, place) => (
        <StayFields
          key={stay.key}
          stay={stay}
          place={place}
          days={daysToChoose(today)}
          faults={sending.faults}
          onChange={(to) => changeStay(stay.key, to)}
          onRemove={
            stays.length > 1 ? () => change({ stays: stays.filter((other) => other.key !== stay.key) }) : undefined
          }
        />
      ))}
      {stays.length < MOST_STAYS && (
        <button type="button" class="button" onClick={() => change({ stays: [...stays, freshStay(newId())] })}>
          + {say(DECLARE.addStay)}
        </button>
      )}
    </Form>
  )
}

interface StayFieldsProps {
  readonly stay: StayDraft
  readonly place: number
  readonly days: readonly Option[]
  readonly faults: Faults
  readonly onChange: (to: Partial<StayDraft>) => void
  readonly onRemove: (() => void) | undefined
}

function StayFields({ stay, place, days, faults, onChange, onRemove }: StayFieldsProps) {
  const at = `stays.${place}`
  return (
    <section class="panel group" aria-labelledby={`${at}-title`}>
      <h2 id={`${at}-title`}>{say(DECLARE.stay, { n: place + 1 })}</h2>
      <CountySelect
        id={`${at}.divisionCode`}
        code={stay.divisionCode}
        fault={faults[`${at}.divisionCode`]}
        onChoose={(divisionCode) => onChange({ divisionCode })}
      />
      <CommunityField
        id={`${at}.community`}
        divisionCode={stay.divisionCode}
        value={stay.community}
        fault={faults[`${at}.community`]}
        onInput={(community) => onChange({ community })}
      />
      <SelectField
        id={`${at}.from`}
        label={say(DECLARE.from)}
        value={stay.from}
        options={days}
        fault={faults[`${at}.from`]}
        onChoose={(from) => onChange({ from })}
      />
      <SelectField
        id={`${at}.to`}
        label={say(DECLARE.to)}
        value={stay.to}
        options={[{ value: STILL_THERE, label: say(DECLARE.stillThere) }, ...days]}
        fault={faults[`${at}.to`]}
        onChoose={(to) => onChange({ to })}
      />
      {onRemove && (
        <button type="button" class="quiet" onClick={onRemove}>
          {say(DECLARE.removeStay, { n: place + 1 })}
        </button>
      )}
    </section>
  )
}

/** The days of the window; whoever came earlier chooses the first of them. */
function daysToChoose(today: Day): Option[] {
  const days = recentDays(today, DAYS_BACK)
  const first = days.at(-1)
  if (!first) return days
  return [...days.slice(0, -1), { value: first.value, label: say(FORM.orEarlier, { day: first.label }) }]
}
