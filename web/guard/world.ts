// The one place where the guard's page takes in the world: randomness, network, storage.

import type { EntriesResult, EntryUpload, VerifyAnswer } from '../../contract/doors.ts'
import type { GateDuty } from '../../contract/gates.ts'
import type { Instant } from '../../core/instant.ts'
import { uuidv7 } from '../../core/uuid.ts'
import { call, CallProblem } from '../kit/api.ts'
import { webCrypto } from '../kit/code-crypto.ts'
import type { CheckWorld } from './check.ts'
import { learnTime, now, signingTime } from './clock.ts'
import { enrol, fetchDuty, isCertified, makeDeviceKey, signBy } from './gate-link.ts'
import { fetchCity, knownKeys, type IssuingKeys } from './issuing.ts'
import { startLists, type Lists } from './lists-client.ts'
import { makeOutboxKey, openOutbox, type Outbox } from './outbox.ts'
import { openStore, type GuardStore } from './store.ts'

/** What the page works with, opened once. */
export interface GuardWorld {
  /** What this device works with, as it was kept; undefined before it is enrolled. */
  readonly duty: GateDuty | undefined
  readonly outbox: Outbox
  readonly lists: Pick<Lists, 'asOf'>
  /** Makes this device the one that a code was made for. */
  enrol(code: string): Promise<GateDuty>
  /** Asks what this device works with now. Where it was switched off, that is what it had, without the certificate. */
  refreshDuty(): Promise<GateDuty>
  /** Whether the device may judge by this duty's certificate now. */
  isCertified(duty: GateDuty): Promise<boolean>
  /** Brings lists and issuing keys to where they are published; answers as of when the lists are right. */
  follow(duty: GateDuty): Promise<Instant | undefined>
  /** What a check needs; the keys are those known at the moment of each look. `unanswered` hears where the server does not answer. */
  checkWorld(duty: GateDuty, unanswered: () => void): CheckWorld
}

const LINK = { call: callAndLearn, signingTime }

/** Opens the device's storage. Rejects where the browser forbids it. */
export async function openWorld(): Promise<GuardWorld> {
  const store = await openStore()
  const lists = startLists()
  let keys: IssuingKeys = await knownKeys(store)
  const keyOf = (kid: string) => keys.get(kid)
  return {
    duty: await store.get('gate', 'duty'),
    outbox: openOutbox(store),
    lists,
    async enrol(code) {
      const duty = await enrolDevice(store, code)
      keys = await knownKeys(store)
      return duty
    },
    async refreshDuty() {
      const [known, key] = await Promise.all([store.get('gate', 'duty'), store.get('secrets', 'device')])
      if (!known || !key) throw new Error('this device is not enrolled')
      const duty = await fetchDuty(LINK, { deviceId: known.deviceId, sign: signBy(key) }).catch((fault: unknown) => {
        // Kept so: a device that was switched off judges nobody, also where it starts without a network.
        if (fault instanceof CallProblem && fault.problem === 'gate-device-off') return { ...known, certificate: '' }
        throw fault
      })
      await store.put('gate', duty, 'duty')
      return duty
    },
    isCertified: (duty) => isCertified(duty, { now: now(), keyOf, crypto: webCrypto }),
    async follow({ listUrl, demo }) {
      const asOf = await lists.follow({ now: now(), address: listUrl, acceptsDemo: demo })
      keys = await knownKeys(store)
      return asOf
    },
    checkWorld: ({ demo }, unanswered) => ({
      now,
      keyOf,
      crypto: webCrypto,
      acceptsDemo: demo,
      find: (wanted) => lists.find(wanted),
      ask: (request) =>
        callAndLearn<VerifyAnswer>('POST', '/api/verify', request).catch((fault: unknown) => {
          unanswered()
          throw fault
        }),
      newEntryId,
    }),
  }
}

/** The id of an entry, made at the scan. */
export function newEntryId(): string {
  return uuidv7(now(), (bytes) => crypto.getRandomValues(new Uint8Array(bytes)))
}

/** Sends entries to the server. */
export function postEntries(entries: EntryUpload[]): Promise<EntriesResult> {
  return call<EntriesResult>('POST', '/api/entries', { entries })
}

/** Enrols, and keeps what came of it whole or not at all. Entries of an earlier enrolment wait on, under their key. */
async function enrolDevice(store: GuardStore, code: string): Promise<GateDuty> {
  const [key, outboxKey, city] = await Promise.all([makeDeviceKey(), makeOutboxKey(), fetchCity()])
  const duty = await enrol(LINK, { code, key })
  const writing = store.transaction(['city', 'gate', 'lists', 'withdrawn', 'secrets'], 'readwrite', {
    durability: 'strict',
  })
  const secrets = writing.objectStore('secrets')
  // Another city's list would be asked for by this one's keys.
  await Promise.all([writing.objectStore('lists').clear(), writing.objectStore('withdrawn').clear()])
  await writing.objectStore('city').put(city, 'keys')
  await secrets.put(key.privateKey, 'device')
  if (!(await secrets.get('outbox'))) await secrets.put(outboxKey, 'outbox')
  await writing.objectStore('gate').put(duty, 'duty')
  await writing.done
  // Without it a browser that runs out of room may clear what waits here. It asks nobody, or the guard once.
  await navigator.storage?.persist?.().catch(() => false)
  return duty
}

/** Calls the server, and learns its time from answers that tell it. */
async function callAndLearn<Answer>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
  const askedAt = Date.now()
  const answer = await call<Answer & { serverTime?: number }>(method, path, body)
  if (answer.serverTime !== undefined) learnTime(answer.serverTime, askedAt)
  return answer
}
