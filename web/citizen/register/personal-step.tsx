import type { MyPage, Registration } from '../../../contract/registration.ts'
import { call, CallProblem } from '../../kit/api.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { FORM } from '../../kit/dictionary/form.ts'
import { REGISTER } from '../../kit/dictionary/register.ts'
import { say } from '../../kit/language.ts'
import { StreetSelect } from '../form/division-select.tsx'
import { Choices, TextField, type Faults } from '../../kit/form/fields.tsx'
import { Form, useSending } from '../../kit/form/form.tsx'
import { isPhone, isStreet, type RegisterDraft } from './register-draft.ts'

interface PersonalStepProps {
  readonly draft: RegisterDraft
  readonly change: (to: Partial<RegisterDraft>) => void
  readonly onDone: () => void
}

/** Step 3, 提交: telephone, address, and whether an arrival has to be declared. */
export function PersonalStep({ draft, change, onDone }: PersonalStepProps) {
  const sending = useSending()

  function find(): Faults {
    const faults: Record<string, string> = {}
    if (draft.phone.trim() === '') faults['phone'] = say(FORM.missing)
    else if (!isPhone(draft.phone.trim())) faults['phone'] = say(REGISTER.phoneFault)
    if (!isStreet(draft.divisionCode)) faults['address.divisionCode'] = say(FORM.missingChoice)
    if (draft.detail.trim() === '') faults['address.detail'] = say(FORM.missing)
    if (draft.arriving === '') faults['arriving'] = say(FORM.missingChoice)
    return faults
  }

  async function send(): Promise<void> {
    const registration: Registration = {
      registrationId: draft.registrationId,
      name: draft.name.trim(),
      document: { type: draft.type, number: draft.number.trim() },
      phone: draft.phone.trim(),
      address: { divisionCode: draft.divisionCode, detail: draft.detail.trim() },
      arriving: draft.arriving === 'yes',
    }
    try {
      await call<MyPage>('POST', '/api/registration', registration)
    } catch (fault) {
      if (!isDoneAlready(fault)) throw fault
    }
    onDone()
  }

  return (
    <Form sending={sending} button={say(REGISTER.submit)} onSubmit={() => void sending.submit(find, send)}>
      <TextField
        id="phone"
        label={say(REGISTER.phone)}
        value={draft.phone}
        fault={sending.faults['phone']}
        onInput={(phone) => change({ phone })}
        input={{ type: 'tel', inputMode: 'tel', autoComplete: 'tel', maxLength: 20 }}
      />
      <div class="group">
        <h3>{say(REGISTER.address)}</h3>
        <StreetSelect
          id="address.divisionCode"
          code={draft.divisionCode}
          fault={sending.faults['address.divisionCode']}
          onChoose={(divisionCode) => change({ divisionCode })}
        />
        <TextField
          id="address.detail"
          label={say(REGISTER.detail)}
          value={draft.detail}
          fault={sending.faults['address.detail']}
          onInput={(detail) => change({ detail })}
          input={{ autoComplete: 'street-address', maxLength: 120 }}
        />
      </div>
      <Choices
        id="arriving"
        kind="one"
        label={say(REGISTER.arriving)}
        hint={say(REGISTER.arrivingHint)}
        options={[
          { value: 'no', label: say(COMMON.no) },
          { value: 'yes', label: say(COMMON.yes) },
        ]}
        chosen={[draft.arriving]}
        fault={sending.faults['arriving']}
        onToggle={(value) => change({ arriving: value === 'yes' ? 'yes' : 'no' })}
      />
    </Form>
  )
}

/** An answer was lost on the way: the registration is done, even if something was changed since. */
function isDoneAlready(fault: unknown): boolean {
  return fault instanceof CallProblem && ['already-registered', 'idempotency-conflict'].includes(fault.problem)
}
