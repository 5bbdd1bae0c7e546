import type { FormInstance } from 'antd'
import { useEffect } from 'react'
import { Fault } from './states.tsx'
import type { Acting } from './use-act.ts'

/**
 * What the server had against a form: at the fields that it named, and as a whole. What was typed stays. `placeOf` says where in the
 * form a field stands that the server names otherwise.
 */
export function FormFaults<Typed>({
  form,
  acting,
  placeOf = (field) => field,
}: {
  form: FormInstance<Typed>
  acting: Acting
  placeOf?: (field: string) => string | (string | number)[]
}) {
  const { fault, fields } = acting
  useEffect(() => {
    const faults = fields.map(({ field, message }) => ({ name: placeOf(field), errors: [message] }))
    form.setFields(faults as Parameters<typeof form.setFields>[0])
  }, [fields])
  return fault === undefined ? null : <Fault words={fault} />
}
