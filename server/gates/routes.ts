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
} from '../../contract/gates.ts'
import { isUuid } from '../../core/uuid.ts'
import { keepSession } from '../identity/session.ts'
import { route } from '../kit/http.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx, World } from '../kit/world.ts'
import { enrolDevice, letIn, makeCode, myDuty, switchOff, type LetIn } from './gates.ts'
import { setPin, type PinOf } from './pins.ts'
import { listDevices } from './views.ts'

/** Gates' devices, and those who enrol them. `pinOf`: where PINs are no secret, as in a demo. */
export function registerGateRoutes(app: FastifyInstance, world: World, pinOf: PinOf | undefined): void {
  registerDevices(app, world, pinOf)
  registerOperators(app, world, pinOf)
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

function registerOperators(app: FastifyInstance, world: World, pinOf: PinOf | undefined): void {
  route(app, world, {
    method: 'POST',
    url: '/api/operator/gate-codes',
    permission: 'run-all-gates',
    problems: ['not-found'],
    body: GateCodeRequest,
    answer: GateCode,
    status: 201,
    handle: (ctx, { body }) => makeCode(ctx, body.gateId),
  })
  route(app, world, {
    method: 'GET',
    url: '/api/operator/gate-devices',
    permission: 'run-all-gates',
    problems: [],
    answer: GateDevices,
    handle: async (ctx) => ({ devices: await listDevices(ctx) }),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/operator/gate-devices/:deviceId/off',
    permission: 'run-all-gates',
    problems: ['not-found'],
    answer: GateDeviceOff,
    handle: (ctx, { params }) => switchOff(ctx, idOf(params['deviceId'])),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/operator/guards/:staffId/pin',
    permission: 'run-all-gates',
    problems: ['not-found'],
    body: GuardPinRequest,
    answer: GuardPin,
    handle: (ctx, { params, body }) => setPin(ctx, idOf(params['staffId']), { ...body, pinOf }),
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
