// What was typed lives in sessionStorage: it survives errors, a reload and a dead network, and ends with the tab, for
// it may hold a document number.

/** What of a store drafts need. */
export type DraftStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** A draft as it was left; what it lacks comes from `fresh`. */
export function readDraft<Draft extends object>(store: DraftStore, name: string, fresh: Draft): Draft {
  try {
    const kept: unknown = JSON.parse(store.getItem(name) ?? '{}')
    return typeof kept === 'object' ? { ...fresh, ...kept } : fresh
  } catch {
    // Forbidden storage, or a draft of an older page: begin afresh.
    return fresh
  }
}

/** Keeps a draft. */
export function writeDraft(store: DraftStore, name: string, draft: object): void {
  try {
    store.setItem(name, JSON.stringify(draft))
  } catch {
    // Full or forbidden storage: the draft lives as long as the page.
  }
}

/** A form's draft: what it is, how to change it, and how to end it once it was sent. */
export interface HeldDraft<Draft> {
  readonly draft: Draft
  readonly change: (to: Partial<Draft>) => void
  readonly end: () => void
}

type UseState = <State>(make: () => State) => [State, (next: (before: State) => State) => void]

/** The hook that holds a draft, for either library of components: each has a state of its own kind, and both are used alike. */
export function draftHook(useState: UseState) {
  return function useDraft<Draft extends object>(name: string, makeFresh: () => Draft): HeldDraft<Draft> {
    const [draft, setDraft] = useState(() => {
      const begun = readDraft(sessionStorage, name, makeFresh())
      // At once: the id of what will be sent must be the same after a reload.
      writeDraft(sessionStorage, name, begun)
      return begun
    })
    function change(to: Partial<Draft>): void {
      setDraft((before) => {
        const next = { ...before, ...to }
        writeDraft(sessionStorage, name, next)
        return next
      })
    }
    return { draft, change, end: () => sessionStorage.removeItem(name) }
  }
}
