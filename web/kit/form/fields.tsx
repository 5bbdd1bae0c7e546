import type { ComponentChildren } from 'preact'
import { FORM } from '../dictionary/form.ts'
import { COMMON } from '../dictionary/common.ts'
import { say } from '../language.ts'

// Fields of our forms. The id of a field is its path in the message that is sent, so that the server's faults find it.

/** One of several things to choose from. */
export interface Option {
  readonly value: string
  readonly label: string
}

/** What is wrong, by field. */
export type Faults = Readonly<Record<string, string>>

interface FieldProps {
  readonly id: string
  readonly label: string
  readonly fault: string | undefined
  readonly hint?: string
}

interface TextFieldProps extends FieldProps {
  readonly value: string
  readonly onInput: (value: string) => void
  readonly input?: {
    readonly type?: 'text' | 'tel'
    readonly inputMode?: 'text' | 'tel' | 'decimal'
    readonly autoComplete?: string
    readonly autoCapitalize?: 'characters'
    readonly spellcheck?: boolean
    readonly maxLength?: number
    /** The id of a datalist. */
    readonly list?: string
  }
}

/** A line to type in. */
export function TextField({ value, onInput, input, ...field }: TextFieldProps) {
  return (
    <Field {...field}>
      <input
        {...input}
        {...described(field)}
        id={field.id}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </Field>
  )
}

interface AreaFieldProps extends FieldProps {
  readonly value: string
  readonly maxLength: number
  readonly onInput: (value: string) => void
}

/** Some lines to write in. */
export function AreaField({ value, maxLength, onInput, ...field }: AreaFieldProps) {
  return (
    <Field {...field}>
      <textarea
        {...described(field)}
        id={field.id}
        rows={5}
        maxLength={maxLength}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </Field>
  )
}

interface SelectFieldProps extends FieldProps {
  readonly value: string
  readonly options: readonly Option[]
  readonly onChoose: (value: string) => void
  readonly disabled?: boolean
}

/** A list to choose one from; nothing is chosen beforehand. */
export function SelectField({ value, options, onChoose, disabled, ...field }: SelectFieldProps) {
  return (
    <Field {...field}>
      <select
        {...described(field)}
        id={field.id}
        value={value}
        disabled={disabled}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        <option value="">{say(COMMON.choose)}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  )
}

interface ChoicesProps extends FieldProps {
  readonly kind: 'one' | 'several'
  readonly options: readonly Option[]
  readonly chosen: readonly string[]
  readonly onToggle: (value: string) => void
}

/** A question with its answers all in sight: one of them, or several. */
export function Choices({ id, label, fault, hint, kind, options, chosen, onToggle }: ChoicesProps) {
  return (
    <fieldset class="field">
      <legend>{label}</legend>
      {hint !== undefined && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
      <div class="choices">
        {options.map((option, place) => (
          <label key={option.value} class="choice">
            <input
              {...described({ id, fault, hint })}
              id={place === 0 ? id : undefined}
              type={kind === 'one' ? 'radio' : 'checkbox'}
              name={id}
              checked={chosen.includes(option.value)}
              onChange={() => onToggle(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
      <Fault id={id} fault={fault} />
    </fieldset>
  )
}

/** The label of a field that may stay empty. */
export function optional(label: string): string {
  return say(FORM.optional, { label })
}

/** A field with its label, its hint, and what is wrong with it. */
function Field({ id, label, fault, hint, children }: FieldProps & { children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
      {children}
      <Fault id={id} fault={fault} />
    </div>
  )
}

function Fault({ id, fault }: Pick<FieldProps, 'id' | 'fault'>) {
  return fault === undefined ? null : (
    <p id={`${id}-fault`} class="fault">
      {fault}
    </p>
  )
}

/** How an input says to whoever does not see what stands around it. */
function described({ id, fault, hint }: Pick<FieldProps, 'id' | 'fault' | 'hint'>) {
  const by = [hint !== undefined && `${id}-hint`, fault !== undefined && `${id}-fault`].filter(Boolean).join(' ')
  return { 'aria-describedby': by || undefined, 'aria-invalid': fault !== undefined }
}
