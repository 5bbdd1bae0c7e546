import { instant } from '../../../core/instant.ts'
import { uuidv7 } from '../../../core/uuid.ts'

/** A new id for what a form will send: made once, so that sending it again does nothing twice. */
export function newId(): string {
  return uuidv7(instant(Date.now()), (bytes) => crypto.getRandomValues(new Uint8Array(bytes)))
}
