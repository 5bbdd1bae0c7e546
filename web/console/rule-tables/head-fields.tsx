import { Form, Input } from 'antd'
import { RULE_TABLES } from '../../kit/dictionary/rule-tables.ts'
import { say, type Text } from '../../kit/language.ts'

const FIELDS = [
  { name: 'name', label: RULE_TABLES.table },
  { name: 'version', label: RULE_TABLES.version },
  { name: 'validFrom', label: RULE_TABLES.validFrom },
  { name: 'validTo', label: RULE_TABLES.validTo },
  { name: 'brakePeople', label: RULE_TABLES.brake, extra: RULE_TABLES.brakeHint },
] as const satisfies readonly { name: string; label: Text; extra?: Text }[]

/** What nearly every draft changes of its head: name, version, days and brake, without looking for them in the document. */
export function HeadFields({ document, onChange }: { document: unknown; onChange: (document: object) => void }) {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return null
  const head: Readonly<Record<string, unknown>> = { ...document }
  return (
    <div className="head-fields">
      {FIELDS.map(({ name, label, ...field }) => (
        <Form.Item key={name} label={say(label)} htmlFor={name} extra={'extra' in field && say(field.extra)}>
          <Input
            id={name}
            inputMode={name === 'brakePeople' ? 'numeric' : 'text'}
            value={textOf(head[name])}
            onChange={(event) => onChange(changed(head, name, event.target.value))}
          />
        </Form.Item>
      ))}
    </div>
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** An emptied field is one that is not there; a new one stands before the rows. */
function changed(head: Readonly<Record<string, unknown>>, name: string, text: string): object {
  const { rows, ...rest } = head
  const { [name]: _, ...others } = rest
  if (text === '') return { ...others, rows }
  const value = name === 'brakePeople' && /^\d+$/.test(text) ? Number(text) : text
  return { ...rest, [name]: value, rows }
}
