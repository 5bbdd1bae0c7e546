import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after as afterAll, before, test } from 'node:test'
import type { ProblemBody } from '../contract/problems.ts'
import type { StaffRole } from '../core/staff-role.ts'
import { buildApp, type CityApp } from '../server/app.ts'
import { registerDemoGates } from '../server/demo/gates.ts'
import { registerDemoStaffCodes } from '../server/demo/staff-codes.ts'
import { authorise, PERMISSIONS } from '../server/kit/permissions.ts'
import { permissionsDocument } from '../tools/permissions.ts'
import type { DeclaredWay } from '../server/kit/http.ts'
import { newId } from '../server/kit/world.ts'
import { call, type Answer } from './app.ts'
import { aGate } from './gates.ts'
import { aPerson, aStaff } from './people.ts'
import { SAMPLES, STREET, WITHOUT_FOREIGN, type Asked, type KindName, type Sample } from './permission-samples.ts'
import { openKinds } from './permission-kinds.ts'
import { anOrganisation } from './signers.ts'
import { aWorld, type TestWorld } from './world.ts'

// Every role at every way in, with what is its own and what is not.

const ROLES = [
  'identity-officer',
  'health-officer',
  'appeal-officer',
  'department-officer',
  'data-steward',
  'venue-operator',
  'auditor',
  'administrator',
] as const satisfies readonly StaffRole[]

type Caller = 'nobody' | 'citizen' | 'half-signed-in' | 'gate' | 'operator' | StaffRole
type Headers = Readonly<Record<string, string>>

let world: TestWorld
let city: CityApp
let logDir: string
let callers: ReadonlyMap<Caller, Headers>
let kinds: Awaited<ReturnType<typeof openKinds>>

before(async () => {
  world = await aWorld()
  logDir = await mkdtemp(join(tmpdir(), 'suishenma-permissions-'))
  city = await buildApp(world, {
    logDir,
    demo(app) {
      registerDemoGates(app, world, '')
      registerDemoStaffCodes(app, world)
    },
  })
  await city.app.ready()
  const organisation = anOrganisation(world)
  const { organisationId } = organisation
  const gate = await aGate(world, { organisationId })
  const staff = new Map<Caller, Headers>()
  for (const role of ROLES) {
    // Health officers and stewards work for the whole city; the others as narrowly as there is.
    const division = role === 'health-officer' || role === 'data-steward' ? '' : STREET
    staff.set(role, { cookie: (await aStaff(world, { role, organisationId, division })).cookie })
  }
  const citizen = await aPerson(world, { serial: 1 })
  const half = await aStaff(world, { role: 'identity-officer', organisationId, standing: 'known' })
  callers = new Map<Caller, Headers>([
    ['nobody', {}],
    ['citizen', { cookie: citizen.cookie }],
    ['half-signed-in', { cookie: half.cookie }],
    ['gate', { cookie: gate.cookie }],
    ['operator', { authorization: `Bearer ${world.operatorToken}` }],
    ...staff,
  ])
  const author = { cookie: staff.get('health-officer')!['cookie']! }
  kinds = await openKinds(world, city, { organisation, author, citizen })
})
afterAll(async () => {
  await city.app.close()
  await world.close()
  await rm(logDir, { recursive: true })
})

function waysIn(): DeclaredWay[] {
  return city.ways.filter(({ method, permission }) => method !== 'HEAD' && permission !== 'see-what-is-public')
}

function keyOf({ method, url }: DeclaredWay): string {
  return `${method} ${url}`
}

function ask(way: DeclaredWay, headers: Headers, { url, body }: Asked): Promise<Answer<ProblemBody>> {
  const method = way.method === 'GET' ? 'GET' : 'POST'
  return call<ProblemBody>(city, { method, url, headers, ...(method === 'POST' && { body: body ?? {} }) })
}

/** A way in as it stands, with something in the place of each parameter. */
function plain({ url }: DeclaredWay): Asked {
  return { url: url.replaceAll(/:\w+/g, '01963b3e-0000-7000-8000-00000000000f') }
}

/** What the table of permissions says of a caller. */
function verdictOf(way: DeclaredWay, caller: Caller): ReturnType<typeof authorise> {
  const citizen = { accountId: '', channel: '', sessionHash: new Uint8Array() }
  const place = { organisationId: '', division: '', venueId: undefined }
  switch (caller) {
    case 'nobody':
      return authorise({ kind: 'nobody' }, way.permission)
    case 'citizen':
      return authorise({ kind: 'citizen', ...citizen }, way.permission)
    case 'half-signed-in':
      return authorise({ kind: 'citizen', ...citizen, staff: { staffId: '', standing: 'known' } }, way.permission)
    case 'gate': {
      const gate = { deviceId: '', gateId: '', venueId: '', organisationId: '', sessionHash: citizen.sessionHash }
      // A gate's cookie is looked at on a gate's ways only.
      const isGates = (PERMISSIONS[way.permission].who as readonly string[]).includes('gate')
      return authorise(isGates ? { kind: 'gate', ...gate } : { kind: 'nobody' }, way.permission)
    }
    case 'operator':
      return authorise({ kind: 'operator' }, way.permission)
    default:
      return authorise({ kind: 'staff', ...citizen, ...place, staffId: '', role: caller }, way.permission)
  }
}

/** A refusal for who asks, whatever he asks about; undefined where it was looked at. */
function refusalIn({ status, body }: Answer<ProblemBody>): string | undefined {
  if (status !== 401 && status !== 403) return undefined
  const name = body.type.slice('/problems/'.length)
  return ['not-signed-in', 'not-permitted', 'second-factor-needed'].includes(name) ? name : undefined
}

test('every way in has a sample, and no sample is of a way that is gone', () => {
  const sampled = [...Object.keys(SAMPLES), ...WITHOUT_FOREIGN]
  assert.deepEqual(sampled.toSorted(), waysIn().map(keyOf).toSorted())
})

test('docs/permissions.md is what table and routes make of it: after a change, run tools/make-permissions.ts', async () => {
  const written = await readFile(new URL('../docs/permissions.md', import.meta.url), 'utf8')
  assert.equal(written, await permissionsDocument(city.ways))
})

test('every act of the table is some way’s', () => {
  const used = new Set(city.ways.map(({ permission }) => permission))
  const unused = Object.keys(PERMISSIONS).filter((name) => !used.has(name as keyof typeof PERMISSIONS))
  assert.deepEqual(unused, [])
})

test('every role is let in at every way as the table says, and refused otherwise before anything is looked at', async () => {
  const wrong: string[] = []
  for (const way of waysIn()) {
    const sample = SAMPLES[keyOf(way)]
    // Only a signature tells who a source is, so to a source's ways everybody comes as nobody.
    const isSources = way.permission === 'deliver-evidence'
    for (const [caller, headers] of callers) {
      // Signing out would end the caller for the ways that follow.
      if (keyOf(way) === 'POST /api/sign-out') continue
      const asked = sample
        ? [sample.ask(newId(world.system())), sample.ask((await kinds[sample.of].foreign(1))[0]!)]
        : [plain(way)]
      const expected = isSources ? 'not-signed-in' : verdictOf(way, caller)
      for (const one of asked) {
        const answer = await ask(way, headers, one)
        const found = isSources && answer.status === 401 ? 'not-signed-in' : (refusalIn(answer) ?? 'allowed')
        if (found !== expected && !isDoorsOwnRefusal(way, caller, found)) {
          wrong.push(`${caller} at ${keyOf(way)}: ${found} instead of ${expected}`)
        }
      }
    }
  }
  assert.deepEqual(wrong, [])
})

/** Whoever is not half signed in has nothing to prove: that the door says, for a citizen may come with a code. */
function isDoorsOwnRefusal(way: DeclaredWay, caller: Caller, found: string): boolean {
  return way.permission === 'prove-to-be-staff' && caller !== 'half-signed-in' && found === 'not-permitted'
}

for (const [name, sample] of Object.entries(SAMPLES)) {
  test(`${name}: one’s own is there, another’s is not`, async () => {
    const way = waysIn().find((one) => keyOf(one) === name)!
    const allowed = callersOf(way, sample)
    assert.ok(allowed.length > 0)
    for (const [caller, headers] of allowed) {
      const own = await ask(way, headers, sample.ask(await kinds[sample.of].own()))
      // A fact that is not approved yet has nothing to take back.
      if (name.endsWith('/taking-back')) assert.equal(own.status, 404)
      else assert.ok(own.status !== 404 && own.status < 500, `${caller}: ${own.status}`)
      const foreign = await ask(way, headers, sample.ask((await kinds[sample.of].foreign(1))[0]!))
      assert.equal(foreign.status, 404, caller)
      assert.equal(foreign.body.type, sample.of === 'batch' ? '/problems/batch-unknown' : '/problems/not-found')
    }
  })
}

/** Who may do the act of a way, and could have something to do it to. */
function callersOf(way: DeclaredWay, { of }: Sample): [Caller, Headers][] {
  const only = kinds[of].caller
  return [...callers].filter(([caller]) => verdictOf(way, caller) === 'allowed' && caller === (only ?? caller))
}

/** How many foreign ids are tried at the first way to each kind of thing, and at each further one. */
const MANY = 1_000
const FEW = 100

const tried = new Set<KindName>()
for (const [name, sample] of Object.entries(SAMPLES)) {
  const count = tried.has(sample.of) ? FEW : MANY
  tried.add(sample.of)
  test(`${name}: ${count} ids of others’ are answered as ${count} that are nobody’s${count === MANY ? ', in body and in time' : ''}`, async () => {
    const way = waysIn().find((one) => keyOf(one) === name)!
    const [caller, headers] = callersOf(way, sample)[0]!
    const foreign = await kinds[sample.of].foreign(count)
    const answers = new Set<string>()
    const times = { foreign: [] as number[], absent: [] as number[] }
    async function time(which: keyof typeof times, id: string): Promise<void> {
      const asked = sample.ask(id)
      const began = performance.now()
      const { status, body, headers: sent } = await ask(way, headers, asked)
      times[which].push(performance.now() - began)
      const { instance: _, ...told } = body
      answers.add(JSON.stringify([status, told, Object.keys(sent).toSorted(), sent['content-length']]))
    }
    for (const [place, id] of foreign.entries()) {
      // In turn, and in either order, so that whatever else the machine does meets both alike.
      const both = [() => time('foreign', id), () => time('absent', newId(world.system()))]
      for (const one of place % 2 === 0 ? both : both.toReversed()) await one()
    }
    assert.equal(answers.size, 1, [...answers].join('\n'))
    assert.match([...answers][0]!, /^\[404,/, caller)
    // A hundred are too few to tell times by.
    if (count < MANY) return
    for (const share of [0.25, 0.5]) {
      const [a, b] = [quantile(times.foreign, share), quantile(times.absent, share)]
      // Two that do the same differ by some percent on a machine that does other things besides; opening or locking costs more.
      assert.ok(Math.abs(a - b) < Math.max(0.25 * b, 0.3), `at ${share}: ${a.toFixed(3)} ms and ${b.toFixed(3)} ms`)
    }
  })
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * values.length)]!
}
