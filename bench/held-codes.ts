import { aPhoneKey } from '../test/phone.ts'

/** Connections that a city is asked by. */
export const CONNECTIONS = 64

/** A credential and the phone that it was issued to. */
export interface Held {
  readonly phone: ReturnType<typeof aPhoneKey>
  readonly credential: string
}

/** A credential for each; no more at a time than are let in. */
export async function issueEach(port: number, cookies: readonly string[]): Promise<Held[]> {
  const held: Held[] = []
  for (let first = 0; first < cookies.length; first += CONNECTIONS) {
    const some = cookies.slice(first, first + CONNECTIONS)
    held.push(...(await Promise.all(some.map((cookie) => issue(port, cookie)))))
  }
  return held
}

async function issue(port: number, cookie: string): Promise<Held> {
  const phone = aPhoneKey()
  const answer = await fetch(`http://127.0.0.1:${port}/api/code`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ phoneKey: phone.phoneKey }),
  })
  const { credential } = (await answer.json()) as { credential: string }
  return { phone, credential }
}
