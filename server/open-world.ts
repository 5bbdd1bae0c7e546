import { join } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import type pg from 'pg'
import { instant } from '../core/instant.ts'
import { proofOriginOf } from './addresses.ts'
import type { Config } from './config.ts'
import { nodeCrypto } from './kit/code-crypto.ts'
import { openDb, openPool } from './kit/db.ts'
import type { EmbeddedPostgres } from './kit/embedded-postgres.ts'
import { claimInstallation, findKeyCheck } from './kit/installation.ts'
import { openJobs } from './kit/jobs.ts'
import { openKeyFolder, type KeyFiles } from './kit/key-files.ts'
import { openOrganisationRoots, ORGANISATIONS_FILE } from './kit/organisation-roots.ts'
import { openMetrics } from './kit/metrics.ts'
import { migrate } from './kit/migrate.ts'
import { systemRandom } from './kit/random.ts'
import { findDatabaseFailure, StartFailure } from './kit/start-failure.ts'
import type { World } from './kit/world.ts'

/** Group commits and point reads kept 16 connections busy on two cores; the embedded server allows 60. */
const CONNECTIONS = 20
const OLDEST_POSTGRES = 15

/** A world over a real database, and how to leave it. */
export interface OpenWorld {
  /** All of a world but the register, which belongs to the city. */
  readonly world: Omit<World, 'register'> & { readonly jobs: ReturnType<typeof openJobs> }
  readonly keyFiles: KeyFiles
  /** The migrations applied now; all of them at first start. */
  readonly migrated: readonly string[]
  close(): Promise<void>
}

/**
 * Opens database, schema and keys as the configuration says, on the embedded PostgreSQL where `DATABASE_URL` names no other.
 * Throws `StartFailure`, and leaves no connection open then.
 */
export async function openWorld(
  config: Config,
  options: { publicUrl: string; log: FastifyBaseLogger; postgres: EmbeddedPostgres | undefined },
): Promise<OpenWorld> {
  const { log, postgres } = options
  const random = systemRandom()
  const clock = () => instant(Date.now())
  const pool = openPool(postgres?.connection ?? { connectionString: config.databaseUrl ?? '' }, CONNECTIONS)
  // A connection that broke while it was idle; the next one is made when it is needed.
  pool.on('error', (error) => log.warn({ err: error }, 'a database connection was lost'))
  try {
    await checkServer(pool)
    const migrated = await migrate(pool)
    const knownCheck = await findKeyCheck(pool)
    const { demo, issuer } = config.settings
    const keyFiles = openKeyFolder({ ...config, demo, issuer, clock, random, knownCheck })
    await claimInstallation(pool, { now: clock(), demo, keyCheck: keyFiles.keyCheck() })
    const jobs = openJobs(pool, (error) => log.error({ err: error }, 'the job queue failed'))
    const world = {
      settings: {
        ...config.settings,
        publicUrl: options.publicUrl,
        listUrl: config.listUrl,
        proofOrigin: proofOriginOf(config, options.publicUrl),
      },
      db: openDb(pool),
      pool,
      clock,
      random,
      keys: keyFiles.master,
      issuing: keyFiles.issuing,
      crypto: nodeCrypto(),
      roots: openOrganisationRoots(join(config.keysDir, ORGANISATIONS_FILE), { demo }),
      operatorToken: keyFiles.operatorToken,
      jobs,
      metrics: openMetrics(),
      log,
    }
    return {
      world,
      keyFiles,
      migrated,
      async close() {
        keyFiles.issuing.signed.end()
        await pool.end()
      },
    }
  } catch (error) {
    await pool.end()
    throw (config.databaseUrl !== undefined && findDatabaseFailure(error, config.databaseUrl)) || error
  }
}

async function checkServer(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ version: string; encoding: string }>(
    `select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding`,
  )
  const major = Math.floor(Number(rows[0]?.version) / 10_000)
  if (major < OLDEST_POSTGRES) {
    throw new StartFailure(
      `DATABASE_URL 所指的是 PostgreSQL ${major}；需要 ${OLDEST_POSTGRES} 或更高版本。`,
      `DATABASE_URL names a PostgreSQL ${major}; version ${OLDEST_POSTGRES} or later is needed.`,
    )
  }
  if (rows[0]?.encoding === 'UTF8') return
  throw new StartFailure(
    `DATABASE_URL 所指的数据库编码是 ${rows[0]?.encoding}；请用 UTF8 建库：create database … encoding 'UTF8' template template0`,
    `The database of DATABASE_URL is encoded as ${rows[0]?.encoding}; make one with: create database … encoding 'UTF8' template template0`,
  )
}
