import type { ShownCode } from './card.ts'

// Where the phone keeps its one code: IndexedDB, which alone can keep a key that nobody can read out.

/** A credential with its key. */
export interface KeptCode extends ShownCode {
  readonly signingKey: CryptoKey
}

const DATABASE = 'suishenma'
const STORE = 'code'
const PLACE = 'mine'
// Stands in localStorage while something lies on the shelf: opening a database takes too long to learn that it is empty.
const MARK = 'code-kept'

/** Whether something may lie on the shelf. */
export function isShelfMarked(): boolean {
  try {
    return localStorage.getItem(MARK) !== null
  } catch {
    // Storage is forbidden; so nothing was ever kept.
    return false
  }
}

/** The code on the shelf; undefined when there is none, or the browser has thrown it away. */
export async function takeCode(): Promise<KeptCode | undefined> {
  try {
    return (await use('readonly', (store) => store.get(PLACE))) as KeptCode | undefined
  } catch {
    // A broken or forbidden store is the same as an empty one: a new code is made.
    return undefined
  }
}

/** Puts a code on the shelf in place of the one before. */
export async function keepCode(code: KeptCode): Promise<void> {
  try {
    await use('readwrite', (store) => store.put(code, PLACE))
    localStorage.setItem(MARK, '1')
  } catch {
    // Private browsing may forbid it: the code then lives as long as the page.
  }
}

/** Takes the code off the shelf for good. */
export async function clearShelf(): Promise<void> {
  try {
    localStorage.removeItem(MARK)
    await use('readwrite', (store) => store.clear())
  } catch {
    // Nothing could be kept, so nothing is there to take away.
  }
}

function use(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const database = opening.result
      const transaction = database.transaction(STORE, mode)
      const request = act(transaction.objectStore(STORE))
      // What is read is here before its transaction ends; what is written is safe only then.
      if (mode === 'readonly') request.onsuccess = () => resolve(request.result)
      transaction.oncomplete = () => {
        database.close()
        resolve(request.result)
      }
      transaction.onabort = () => {
        database.close()
        reject(transaction.error)
      }
    }
  })
}
