import assert from 'node:assert/strict'
import type { HeldBatches } from '../contract/batches.ts'
import { fromHex } from '../core/bytes.ts'
import { after, MINUTE } from '../core/instant.ts'
import { sha256 } from '../server/kit/seal.ts'
import { call } from './app.ts'
import { ask, signedHeaders } from './deliveries.ts'
import { aSignedInOfficer, type TestOfficer } from './hand-facts.ts'
import type { Attempt } from './henan-attempt.ts'
import { contacts, midnightIn } from './henan-city.ts'
import { aKeyPair, anOrganisation, aSource, revoke, signedApproval } from './signers.ts'

/** What forgers, thieves and officers of one organisation may try at the doors of the program. */
export const BY_REQUEST: readonly Attempt[] = [
  {
    name: 'a batch is signed with a key of the forger’s own',
    act: (here, victim) => here.deliver(contacts(victim), aKeyPair()),
    seen: { refused: 'key-unknown' },
  },
  {
    name: 'a batch is altered under way',
    act: async (here, victim) => {
      const { path } = here.aFile()
      const headers = signedHeaders(here.world, { key: here.agency.key, path, body: contacts(here.red) })
      const payload = Buffer.from(contacts(victim))
      const sent = { ...headers, 'content-type': 'application/octet-stream' }
      return (await call(here.city, { method: 'POST', url: path, headers: sent, body: payload })).body
    },
    seen: { refused: 'signature-invalid' },
  },
  {
    name: 'a batch that was taken back is sent once more, as it was recorded',
    act: async (here, victim) => {
      const { world, city } = here
      const { path, batchId } = here.aFile()
      const recorded = { key: here.agency.key, path, body: contacts(victim), at: world.clock() }
      await ask(city, world, recorded)
      await ask(city, world, { key: here.agency.key, path: `/api/evidence/batches/${batchId}/withdraw` })
      await world.work()
      await ask(city, world, recorded)
      await world.work()
      const now = world.clock()
      world.at(after(now, 5 * MINUTE + 1))
      const { body } = await ask(city, world, recorded)
      world.at(now)
      return body
    },
    seen: { refused: 'request-expired' },
  },
  {
    name: 'a batch is sent with a key that its organisation revoked',
    act: async (here, victim) => {
      const { key } = await aSource(here.world, anOrganisation(here.world), { kinds: ['contact'] })
      revoke(here.world, key.keyId)
      return here.deliver(contacts(victim), key)
    },
    seen: { refused: 'key-unknown' },
  },
  {
    name: 'a source sends what it may not say',
    act: async (here, victim) => {
      const { key } = await aSource(here.world, anOrganisation(here.world), { kinds: ['test-result'] })
      const { refused, taken } = await here.deliver(contacts(victim), key)
      assert.deepEqual([refused, taken], [1, 0])
    },
    seen: { act: 'batch-taken' },
  },
  {
    name: 'a source sends more people than it may change, and one organisation’s officers let them go',
    act: async (here, victim) => {
      const batchId = await here.heldBatch(victim)
      const { body } = await call<HeldBatches>(here.city, { url: '/api/held-batches', cookie: here.author.cookie })
      const hash = fromHex(body.batches.find((batch) => batch.batchId === batchId)!.hash)!
      for (const officer of [here.author, here.colleague]) {
        const [url, { cookie }] = [`/api/held-batches/${batchId}`, officer]
        await call(here.city, { url: `${url}/assignment`, cookie, body: { to: 'me' } })
        await call(here.city, { url: `${url}/approve`, cookie, body: officer.sign(hash, 'batch') })
      }
      await here.world.work()
    },
    seen: { act: 'batch-decided' },
  },
  {
    name: 'a fact is written by hand and approved by its author',
    act: async (here, victim) =>
      (await here.does.sign(here.author, await here.aDraft(victim), { as: 'approval' })).body,
    seen: { refused: 'own-approval' },
  },
  {
    name: 'a fact is written by hand and approved by a colleague of the same organisation',
    act: async (here, victim) =>
      (await here.does.sign(here.colleague, await here.aDraft(victim), { as: 'approval' })).body,
    seen: { refused: 'same-organisation' },
  },
  {
    name: 'an officer’s session is stolen, and a fact approved in it without his key',
    act: async (here, victim) => {
      const key = aKeyPair()
      const thief: TestOfficer = {
        ...here.approver,
        sign(hash) {
          const { keyId, signature } = signedApproval(key, 'fact', hash)
          return { keyId, signature: Buffer.from(signature).toString('base64') }
        },
      }
      return (await here.does.sign(thief, await here.aDraft(victim), { as: 'approval' })).body
    },
    seen: { refused: 'key-unknown' },
  },
  {
    name: 'an officer’s session is stolen, and a fact approved with what he signed for another one',
    act: async (here, victim) => {
      const resident = await here.aResident()
      const other = await here.does.drafted(here.author, resident.cells)
      const signed = here.approver.sign(sha256((await here.does.read(here.approver, other)).body.statement))
      const factId = await here.aDraft(victim)
      await here.does.takeOn(here.approver, factId)
      return (await here.does.post(here.approver, `/${factId}/approval`, signed)).body
    },
    seen: { refused: 'signature-invalid' },
  },
  {
    name: 'an officer’s key approves after his organisation revoked it',
    act: async (here, victim) => {
      const bureau = anOrganisation(here.world)
      const gone = await aSignedInOfficer(here.world, bureau)
      revoke(here.world, gone.keyId)
      return (await here.does.sign(gone, await here.aDraft(victim), { as: 'approval' })).body
    },
    seen: { refused: 'key-unknown' },
  },
  {
    name: 'a rule table is signed by two officers of one organisation, and its day comes',
    act: async (here) => {
      await here.signedTable('one-organisation', { signers: [here.officers[0], here.officers[1]], days: 1 })
      here.world.at(midnightIn(1))
    },
    seen: { act: 'approved' },
  },
  {
    name: 'he is scanned at a venue’s poster again and again',
    act: async (here, victim) => {
      const entries = Array.from({ length: 100 }, (_, place) => here.anEntry(victim, place))
      const { status } = await call(here.city, { url: '/api/entries', cookie: here.gate.cookie, body: { entries } })
      assert.equal(status, 201)
      await here.city.flush()
    },
    seen: { act: 'entries-written' },
  },
]
