import { useRef, useState } from 'preact/hooks'
import { SIGNING_KEY } from '../kit/dictionary/signing-key.ts'
import { say, type Text } from '../kit/language.ts'

// As much of a key's name as tells one file from another.
const NAME_LENGTH = 8

/** The enrolment that the organisation is to sign, to be handed over as it stands. */
export function EnrolmentText({ text, keyId }: { text: string; keyId: string }) {
  const [told, setTold] = useState<Text>()
  const field = useRef<HTMLTextAreaElement>(null)

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text)
      setTold(SIGNING_KEY.copied)
    } catch {
      // Forbidden, or not there: the person presses the keys.
      field.current?.select()
      setTold(SIGNING_KEY.copyByHand)
    }
  }

  return (
    <div class="stack">
      <p>{say(SIGNING_KEY.waitingHint)}</p>
      <label class="field">
        <span>{say(SIGNING_KEY.enrolment)}</span>
        <textarea ref={field} class="document" rows={11} readOnly value={text} />
      </label>
      <div class="pair">
        <button type="button" class="button" onClick={() => void copy()}>
          {say(SIGNING_KEY.copy)}
        </button>
        <a
          class="button"
          href={`data:application/json;charset=utf-8,${encodeURIComponent(text)}`}
          download={`enrolment-${keyId.slice(0, NAME_LENGTH)}.json`}
        >
          {say(SIGNING_KEY.download)}
        </a>
      </div>
      <p role="status">{told && say(told)}</p>
    </div>
  )
}
