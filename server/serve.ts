import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { publicUrlOf } from './addresses.ts'
import { buildApp } from './app.ts'
import { openCity } from './city.ts'
import type { Config } from './config.ts'
import { greeting } from './greeting.ts'
import { allJobs } from './jobs.ts'
import { doorsOf, type Doors } from './kit/doors.ts'
import type { EmbeddedPostgres } from './kit/embedded-postgres.ts'
import { logRequests } from './kit/request-log.ts'
import { StartFailure } from './kit/start-failure.ts'
import { logFolderIn } from './kit/log-key.ts'
import type { Leavings } from './leavings.ts'
import { checkFree, lanAddress, listen, openLan } from './listen.ts'
import { publishLists } from './lists/lists.ts'
import { keepLog } from './log/log.ts'
import { openWorld } from './open-world.ts'
import { startUpkeep } from './upkeep.ts'

const PAGES = new URL('../dist/', import.meta.url)
/** Requests that take longer than this at the end are cut off; whoever sent them sends again. */
const LONGEST_FAREWELL_MS = 5_000

/** Opens the city on its database and listens; answers what to show on the terminal. Throws `StartFailure`. */
export async function serve(
  config: Config,
  own: { log: FastifyBaseLogger; opened: Leavings; postgres: EmbeddedPostgres | undefined },
): Promise<string> {
  const { log, opened, postgres } = own
  const publicUrl = publicUrlOf(config, config.lan ? lanAddress() : undefined)
  const open = await openWorld(config, { publicUrl, log, postgres })
  opened.add(open.close)
  await checkFree(config)
  const city = openCity(open.world, config)
  const { world } = city
  const logDir = logFolderIn(config.dataDir)
  const lan = config.lan ? openLan(config, world, publicUrl) : undefined
  const { app, codes, flush } = await buildApp(world, {
    https: lan?.https ?? (config.tls && { cert: config.tls.cert.toString(), key: config.tls.key.toString() }),
    pages: { dist: builtPages(), listUrl: config.listUrl },
    listDir: config.listDir,
    logDir,
    dataDir: config.dataDir,
    ...city.options,
  })
  logRequests(app, world, config.requestLog)
  // Routes are compiled while the database works at the rest.
  void app.ready()
  const handlers = allJobs(world)
  await open.world.jobs.install(Object.keys(handlers))
  opened.add(() => open.world.jobs.stop())
  await city.populate()
  await open.world.jobs.work(handlers)
  opened.add(startUpkeep(world, { keyFiles: open.keyFiles, logDir }))
  opened.add(flush)
  const doors = doorsOf(app)
  opened.add(() => sayFarewell(app, doors))
  await listen(doors, config)
  // Nobody waits for the first list: until it is there, codes show and gates ask.
  const lists = await publishLists(world, { epochs: codes.epochs, listDir: config.listDir, address: config.listUrl })
  opened.add(lists.stop)
  const keptLog = await keepLog(world, { key: open.keyFiles.log, logDir })
  opened.add(keptLog.stop)
  const attached = await lan?.attach(app)
  if (attached) opened.add(attached.close)
  const database = postgres === undefined ? 'server' : postgres.adopted ? 'adopted' : 'embedded'
  return greeting({ publicUrl, dataDir: config.dataDir, database, handles: city.handles }) + (attached?.lines ?? '')
}

function builtPages(): URL {
  if (existsSync(new URL('citizen/index.html', PAGES))) return PAGES
  throw new StartFailure(
    '页面还没有生成；请用 npm start 启动，它会先生成页面。',
    'The pages are not built; start with npm start, which builds them first.',
  )
}

/** Takes no more requests and finishes those under way. */
async function sayFarewell(app: FastifyInstance, doors: Doors): Promise<void> {
  const closed = Promise.all([app.close(), doors.close()])
  const over = await Promise.race([closed.then(() => true), pause(LONGEST_FAREWELL_MS, false)])
  if (!over) app.server.closeAllConnections()
  await closed
}
