import { useState } from 'preact/hooks'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { described, Field } from '../../kit/form/fields.tsx'
import { say } from '../../kit/language.ts'

/** The id of the field for the document that a fact rests on. */
export const ATTACHMENT = 'attachment'

/** The field for the document that a fact rests on; what it may be stands there before anything is chosen. */
export function AttachmentField({
  file,
  fault,
  onChoose,
}: {
  file: File | undefined
  fault: string | undefined
  onChoose: (file: File | undefined) => void
}) {
  // A browser forgets what was chosen when its field is drawn anew; we have not.
  const [isShown, setIsShown] = useState(false)
  const field = {
    id: ATTACHMENT,
    label: say(HAND_FACTS.attachment),
    hint: say(HAND_FACTS.attachmentHint),
    fault,
  }
  return (
    <Field {...field}>
      <input
        {...described(field)}
        id={ATTACHMENT}
        type="file"
        accept="application/pdf,image/png,image/jpeg"
        onChange={(event) => {
          setIsShown(true)
          onChoose(event.currentTarget.files?.[0])
        }}
      />
      {file && !isShown && <p class="soft">{file.name}</p>}
    </Field>
  )
}
