import type { ChangeEvent } from 'react'

/** A word to choose, and what it is called; with `group` it stands under that heading. */
export interface Option<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly group?: string
}

/** The browser's own list, which every keyboard, reader and tablet knows. In a form's item it needs no props but its options. */
export function Choice<Value extends string>({
  options,
  onChange,
  ...rest
}: {
  readonly options: readonly Option<Value>[]
  readonly id?: string
  readonly value?: Value
  readonly onChange?: (value: Value) => void
  readonly 'aria-label'?: string
}) {
  const groups = Map.groupBy(options, ({ group }) => group ?? '')
  return (
    <select
      className="choice"
      {...rest}
      onChange={(event: ChangeEvent<HTMLSelectElement>) => onChange?.(event.target.value as Value)}
    >
      {[...groups].map(([group, members]) =>
        group === '' ? (
          members.map(drawn)
        ) : (
          <optgroup key={group} label={group}>
            {members.map(drawn)}
          </optgroup>
        ),
      )}
    </select>
  )
}

function drawn({ value, label }: Option<string>) {
  return (
    <option key={value} value={value}>
      {label}
    </option>
  )
}
