import type { FastifyInstance, FastifyReply } from 'fastify'
import {
  GateCode,
  GateCodeRequest,
  GateDeviceOff,
  GateDevices,
  GateDuty,
  GateEnrolment,
  GateSessionRequest,
  GuardPin,
  GuardPinRequest,
  Guards,
} from '../../contract/gates.ts'
import { VenueView } from '../../contract/venues.ts'
import { isUuid } from '../../core/uuid.ts'
import { keepSession } from '../identity/session.ts'
import { route } from '../kit/http.ts'
import { Problem } from '../kit/problem.ts'
import { idIn, oneOf } from '../kit/query.ts'
import type { Ctx, World } from '../kit/world.ts'
import { closeGate, openGate } from './closing.ts'
import { enrolDevice, letIn, makeCode, myDuty, switchOff, type LetIn } from './gates.ts'
import { listOwnGuards, setPin, type PinOf } from './pins.ts'
import { listDevices } from './views.ts'

const STATES = ['on', 'off'] as const

/** Gates' devices, and those who run them: at the doors of an organisation, and the operator. `pinOf`: where PINs are no secret, as in a demo. */
export function registerGateRoutes(app: FastifyInstance, world: World, pinOf: PinOf | undefined): void {
  registerDevices(app, world, pinOf)
  registerRunning(app, world, { by: 'run-doors', under: '/api', pinOf })
  registerRunning(app, world, { by: 'run-all-gates', under: '/api/operator', pinOf })
  registerClosing(app, world)
  registerGuards(app, world)
}

function registerDevices(app: FastifyInstance, world: World, pinOf: PinOf | undefined): void {
  route(app, world, {
    method: 'POST',
    url: '/api/gate-enrolments',
    permission: 'become-a-gate',
    problems: ['signature-invalid', 'gate-code-void'],
    body: GateEnrolment,
    answer: GateDuty,
    status: 201,
    handle: async (ctx, { body, reply }) => seat(ctx, reply, await enrolDevice(ctx, body, pinOf)),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/gate-sessions',
    permission: 'become-a-gate',
    problems: ['gate-device-off', 'signature-invalid', 'gate-time-used'],
    body: GateSessionRequest,
    answer: GateDuty,
    status: 201,
    handle: async (ctx, { body, reply }) => seat(ctx, reply, await letIn(ctx, body, pinOf)),
  })
  route(app, world, {
    method: 'GET',
    url: '/api/gate-duty',
    permission: 'be-on-duty',
    problems: ['gate-device-off'],
    answer: GateDuty,
    handle: (ctx) => myDuty(ctx, pinOf),
  })
}

function registerRunning(
  app: FastifyInstance,
  world: World,
  { by, under, pinOf }: { by: 'run-doors' | 'run-all-gates'; under: string; pinOf: PinOf | undefined },
): void {
  route(app, world, {
    method: 'POST',
    url: `${under}/gate-codes`,
    permission: by,
    problems: ['not-found', 'gate-closed'],
    body: GateCodeRequest,
    answer: GateCode,
    status: 201,
    handle: (ctx, { body }) => makeCode(ctx, by, body.gateId),
  })
  route(app, world, {
    method: 'GET',
    url: `${under}/gate-devices`,
    permission: by,
    problems: [],
    answer: GateDevices,
    handle: (ctx, { query: { state, after } }) => listDevices(ctx, by, { state: oneOf(STATES, state, 'state'), after }),
  })
  route(app, world, {
    method: 'POST',
    url: `${under}/gate-devices/:deviceId/off`,
    permission: by,
    problems: ['not-found'],
    answer: GateDeviceOff,
    handle: (ctx, { params }) => switchOff(ctx, by, idOf(params['deviceId'])),
  })
  route(app, world, {
    method: 'POST',
    url: `${under}/guards/:staffId/pin`,
    permission: by,
    problems: ['not-found'],
    body: GuardPinRequest,
    answer: GuardPin,
    handle: (ctx, { params, body }) => setPin(ctx, by, { ...body, guardId: idOf(params['staffId']), pinOf }),
  })
}

function registerClosing(app: FastifyInstance, world: World): void {
  for (const [word, use] of [
    ['closing', closeGate],
    ['opening', openGate],
  ] as const) {
    route(app, world, {
      method: 'POST',
      url: `/api/gates/:gateId/${word}`,
      permission: 'run-doors',
      problems: ['not-found'],
      answer: VenueView,
      handle: (ctx, { params }) => use(ctx, idOf(params['gateId'])),
    })
  }
}

function registerGuards(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'GET',
    url: '/api/guards',
    permission: 'run-doors',
    problems: [],
    answer: Guards,
    handle: (ctx, { query: { after } }) => listOwnGuards(ctx, { after: idIn(after, 'after') }),
  })
}

function seat(ctx: Ctx, reply: FastifyReply, { session, duty }: LetIn): GateDuty {
  keepSession(reply, ctx, session, 'gate')
  return duty
}

function idOf(text: string | undefined): string {
  if (text === undefined || !isUuid(text)) throw new Problem('not-found')
  return text
}
