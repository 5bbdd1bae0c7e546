import { say, type Text } from '../kit/language.ts'

/** Asks why somebody is read, before anything of him is shown: the purpose goes into the record. `of` names the purposes, the likeliest first. */
export function PurposeForm<Purpose extends string>(props: {
  readonly words: { readonly purpose: Text; readonly logged: Text; readonly read: Text }
  readonly of: Readonly<Record<Purpose, Text>>
  readonly purpose: Purpose
  readonly isBusy: boolean
  readonly onChoose: (purpose: Purpose) => void
  readonly onRead: () => void
}) {
  const { words, purpose, isBusy } = props
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        props.onRead()
      }}
    >
      <label class="field">
        <span>{say(words.purpose)}</span>
        <select value={purpose} onChange={(event) => props.onChoose(event.currentTarget.value as Purpose)}>
          {(Object.entries(props.of) as [Purpose, Text][]).map(([name, text]) => (
            <option key={name} value={name}>
              {say(text)}
            </option>
          ))}
        </select>
      </label>
      <p class="soft">{say(words.logged)}</p>
      <button type="submit" class="button main" disabled={isBusy}>
        {say(words.read)}
      </button>
    </form>
  )
}
