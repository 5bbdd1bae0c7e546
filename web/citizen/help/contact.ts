import { useEffect, useState } from 'preact/hooks'
import type { Contact } from '../../../contract/identity.ts'
import { call } from '../../kit/api.ts'

const MARK = 'contact'

/** Telephone and place of help as the city has set them; without a network the last ones known, and undefined before the first answer. */
export function useContact(): Contact | undefined {
  const [contact, setContact] = useState(kept)
  useEffect(() => {
    call<Contact>('GET', '/api/contact').then(
      (answer) => {
        keep(answer)
        setContact(answer)
      },
      // Without an answer the last one goes on being true, and the rest of the page needs none.
      () => undefined,
    )
  }, [])
  return contact
}

function kept(): Contact | undefined {
  try {
    const text = localStorage.getItem(MARK)
    return text === null ? undefined : (JSON.parse(text) as Contact)
  } catch {
    // Forbidden storage never held it.
    return undefined
  }
}

function keep(contact: Contact): void {
  try {
    localStorage.setItem(MARK, JSON.stringify(contact))
  } catch {
    // Without storage it comes with the network.
  }
}
