import { useEffect, useState } from 'preact/hooks'
import type { ListedCommunities } from '../../../contract/registration.ts'
import { call } from '../../kit/api.ts'
import { DECLARE } from '../../kit/dictionary/declare.ts'
import { say } from '../../kit/language.ts'
import { TextField } from '../../kit/form/fields.tsx'

interface CommunityFieldProps {
  readonly id: string
  readonly divisionCode: string
  readonly value: string
  readonly fault: string | undefined
  readonly onInput: (community: string) => void
}

/** A community by name; those of the county that a current list names are suggested as they are written there. */
export function CommunityField({ id, divisionCode, value, fault, onInput }: CommunityFieldProps) {
  const [listed, setListed] = useState<readonly string[]>([])
  useEffect(() => {
    setListed([])
    if (divisionCode.length !== 6) return
    let over = false
    call<ListedCommunities>('GET', `/api/listed-communities?division=${divisionCode}`).then(
      (answer) => {
        if (!over) setListed(answer.communities)
      },
      // Suggestions are a help, not a need: without them the name is typed.
      () => undefined,
    )
    return () => {
      over = true
    }
  }, [divisionCode])
  return (
    <>
      <TextField
        id={id}
        label={say(DECLARE.community)}
        hint={say(DECLARE.communityHint)}
        value={value}
        fault={fault}
        onInput={onInput}
        input={{ autoComplete: 'off', maxLength: 200, list: `${id}-listed` }}
      />
      <datalist id={`${id}-listed`}>
        {listed.map((community) => (
          <option key={community} value={community} />
        ))}
      </datalist>
    </>
  )
}
