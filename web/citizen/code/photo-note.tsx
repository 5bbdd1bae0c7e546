import './late.css'
import { useEffect, useRef } from 'preact/hooks'
import { REASONS } from '../../kit/dictionary/reasons.ts'
import { say } from '../../kit/language.ts'

/** Why the photo cannot be changed here, and where it can (M4). A dialog over the page, so that nothing moves. */
export function PhotoNote({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} class="note" aria-labelledby="photo-note" onClose={onClose}>
      <p id="photo-note">{say(REASONS.photoWhere)}</p>
      <button type="button" class="button main" onClick={() => dialog.current?.close()}>
        {say(REASONS.close)}
      </button>
    </dialog>
  )
}
