// What the demo provider keeps while people sign in: minutes, in memory. A restart forgets it, and people start again.

interface Kept {
  readonly payload: Payload
  readonly until: number
}

interface Payload {
  uid?: string
  consumed?: number
}

/** Beyond this many, what was kept longest goes: a flood of begun sign-ins must not fill the memory. */
const MOST_KEPT = 20_000

/** The store of the provider's things of one kind, in the shape that oidc-provider asks for. */
export function openProviderStorage(clock: () => number): (kind: string) => object {
  const kept = new Map<string, Kept>()

  function find(key: string): Payload | undefined {
    const found = kept.get(key)
    return found && found.until > clock() ? found.payload : undefined
  }

  return (kind) => ({
    async upsert(id: string, payload: Payload, expiresInSeconds: number) {
      const until = clock() + expiresInSeconds * 1_000
      kept.set(`${kind}:${id}`, { payload, until })
      if (payload.uid !== undefined) kept.set(`${kind}:uid:${payload.uid}`, { payload, until })
      for (const key of kept.keys()) {
        if (kept.size <= MOST_KEPT) break
        kept.delete(key)
      }
    },
    find: async (id: string) => find(`${kind}:${id}`),
    findByUid: async (uid: string) => find(`${kind}:uid:${uid}`),
    async consume(id: string) {
      const payload = find(`${kind}:${id}`)
      if (payload) payload.consumed = Math.floor(clock() / 1_000)
    },
    async destroy(id: string) {
      const payload = find(`${kind}:${id}`)
      kept.delete(`${kind}:${id}`)
      if (payload?.uid !== undefined) kept.delete(`${kind}:uid:${payload.uid}`)
    },
    // Only a code that is used twice asks for this; its tokens open nothing here and end within minutes.
    revokeByGrantId: async () => undefined,
  })
}
