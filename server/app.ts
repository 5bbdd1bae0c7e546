import cookie from '@fastify/cookie'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type http from 'node:http'
import { keepProofsApart } from './appeals/proof-origin.ts'
import { registerAppealRoutes } from './appeals/routes.ts'
import { registerBatchRoutes } from './batches/routes.ts'
import { registerStewardRoutes } from './batches/steward-routes.ts'
import { resolveSource } from './batches/source.ts'
import { openCodes, type Codes } from './codes/codes.ts'
import { registerCodeRoutes } from './codes/routes.ts'
import { openEntries, type Entries } from './entries/entries.ts'
import { registerEntryRoutes } from './entries/routes.ts'
import { registerEvidenceRoutes } from './evidence/routes.ts'
import type { PinOf } from './gates/pins.ts'
import { registerGateRoutes } from './gates/routes.ts'
import { registerHandFactRoutes } from './hand-facts/routes.ts'
import { registerIdentityRoutes } from './identity/routes.ts'
import { resolveActor } from './identity/session.ts'
import { registerListRoutes } from './lists/routes.ts'
import { registerLogRoutes } from './log/routes.ts'
import { admit } from './kit/admission.ts'
import { keepHouse, type DeclaredWay } from './kit/http.ts'
import { registerHealthRoutes } from './kit/health.ts'
import { lazySchemas } from './kit/lazy-schemas.ts'
import type { World } from './kit/world.ts'
import { registerPages, type Pages } from './pages.ts'
import { registerRegistrationRoutes } from './registration/routes.ts'
import { registerRiskRoutes } from './risk/routes.ts'
import { registerRuleTableRoutes } from './rule-tables/routes.ts'
import { registerSignatureRoutes, type SignEnrolment } from './signatures/routes.ts'
import { registerStaffRoutes } from './staff/routes.ts'
import { registerSystemRoutes } from './system/routes.ts'
import { registerVenueRoutes } from './venues/routes.ts'
import { registerVerificationRoutes } from './verification/routes.ts'
import { openVerification } from './verification/verification.ts'

/** What the outside of a city adds to the app: certificates, and in a demo its provider and its people. */
export interface AppOptions {
  readonly https?: { readonly cert: string; readonly key: string }
  /** The built pages; undefined: interface only. */
  readonly pages?: Pages
  /** The folder of the published colour list; undefined: none is served. */
  readonly listDir?: string
  /** The folder of the log's files; undefined: none is served. */
  readonly logDir?: string
  /** The folder of everything that is kept, whose disk must not fill; undefined: nobody looks at it. */
  readonly dataDir?: string
  /** The person behind a demo handle, for the operator's command line. */
  readonly personOfHandle?: (handle: string) => Promise<string | undefined>
  /** Signs enrolments with an organisation's root key, which only a demo holds. */
  readonly signEnrolment?: SignEnrolment
  /** Chooses the PINs of guards where they are no secret, which is so in a demo. */
  readonly pinOf?: PinOf
  /** Adds what only a demo has. */
  readonly demo?: (app: FastifyInstance) => void
}

export interface CityApp {
  readonly app: FastifyInstance
  readonly codes: Codes
  readonly entries: Entries
  /** Every way in that there is. */
  readonly ways: readonly DeclaredWay[]
  /** Waits until everything accepted is committed. */
  flush(): Promise<void>
}

/** Every group of routes there is, over a world. */
export async function buildApp(world: World, options: AppOptions = {}): Promise<CityApp> {
  const app = Fastify<http.Server>({
    loggerInstance: world.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => Buffer.from(world.random(8)).toString('hex'),
    bodyLimit: 1_048_576,
    schemaController: { compilersFactory: lazySchemas() },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
    ...(options.https ? { https: options.https } : {}),
  } as object)
  keepProofsApart(app, world)
  admit(app, world)
  // Before whatever asks who calls: that is known by a cookie.
  await app.register(cookie)
  const ways = keepHouse(app, {
    world,
    resolveActor: (request) => resolveActor(world, request, request.routeOptions.config.permission),
    resolveSource: (request) => resolveSource(world, request),
  })

  const codes = openCodes(world)
  const entries = openEntries(world)
  registerHealthRoutes(app, world)
  registerIdentityRoutes(app, world)
  registerStaffRoutes(app, world)
  registerVenueRoutes(app, world)
  registerEntryRoutes(app, world)
  registerGateRoutes(app, world, options.pinOf)
  registerSignatureRoutes(app, world, { signEnrolment: options.signEnrolment })
  registerEvidenceRoutes(app, world)
  registerRiskRoutes(app, world, { personOfHandle: options.personOfHandle })
  registerBatchRoutes(app, world)
  registerStewardRoutes(app, world)
  registerHandFactRoutes(app, world)
  registerRuleTableRoutes(app, world)
  registerCodeRoutes(app, world, codes)
  const verification = openVerification(world, codes)
  registerVerificationRoutes(app, world, { verification, entries })
  registerAppealRoutes(app, world)
  registerRegistrationRoutes(app, world)
  if (options.listDir !== undefined) await registerListRoutes(app, options.listDir)
  if (options.logDir !== undefined) await registerLogRoutes(app, world, options.logDir)
  registerSystemRoutes(app, world, { ways, listDir: options.listDir, logDir: options.logDir, dataDir: options.dataDir })
  options.demo?.(app)
  if (options.pages) await registerPages(app, options.pages)
  return {
    app,
    codes,
    entries,
    ways,
    async flush() {
      await Promise.all([codes.phoneKeys.flush(), verification.reads.flush(), entries.writer.flush()])
    },
  }
}
