// Writes docs/permissions.md out of the table of permissions and the routes of the program. No route is called, so there is no
// database; whatever a route needed of one before it is called would fail here.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { instant } from '../core/instant.ts'
import { buildApp } from '../server/app.ts'
import { registerDemoGates } from '../server/demo/gates.ts'
import { registerDemoStaffCodes } from '../server/demo/staff-codes.ts'
import { openLog } from '../server/kit/log.ts'
import { openMetrics } from '../server/kit/metrics.ts'
import { systemRandom } from '../server/kit/random.ts'
import type { World } from '../server/kit/world.ts'
import { permissionsDocument } from './permissions.ts'

const log: FastifyBaseLogger = openLog('silent', () => undefined)
const settings = { publicUrl: 'http://localhost', channels: [], demo: true }
const parts = { settings, log, metrics: openMetrics(), random: systemRandom(), clock: () => instant(0) }

const world = withoutDatabase(parts)
const logDir = await mkdtemp(join(tmpdir(), 'suishenma-permissions-'))
const { app, ways } = await buildApp(world, {
  logDir,
  demo(app: FastifyInstance) {
    registerDemoGates(app, world, '')
    registerDemoStaffCodes(app, world)
  },
})
await app.ready()
await writeFile(new URL('../docs/permissions.md', import.meta.url), await permissionsDocument(ways))
await app.close()
await rm(logDir, { recursive: true })

function withoutDatabase(parts: object): World {
  return parts as World
}
