import type { FastifyInstance, FastifyRequest } from 'fastify'
import { SessionView } from '../../contract/identity.ts'
import {
  OperatorStaffAdmission,
  PasskeyAnswer,
  PasskeyQuestion,
  ROLES,
  StaffAdmission,
  StaffAdmitted,
  StaffChange,
  StaffCode,
  StaffCodeUse,
  StaffList,
  StaffView,
} from '../../contract/staff.ts'
import type { ProblemName } from '../../contract/problems.ts'
import { isUuid } from '../../core/uuid.ts'
import { originOf } from '../identity/channels.ts'
import { resolveActor } from '../identity/session.ts'
import { sessionView } from '../identity/session-view.ts'
import { route } from '../kit/http.ts'
import { Problem } from '../kit/problem.ts'
import { idIn, oneOf } from '../kit/query.ts'
import type { Ctx, World } from '../kit/world.ts'
import { askToMake, askToProve, join, make, prove } from './joining.ts'
import { placeOf, type Place } from './passkeys.ts'
import { changeStaff, letIn, listStaff, resetStaff, type By, type StaffAsked } from './staff.ts'

const OF_POST: readonly ProblemName[] = ['division-unknown', 'beyond-jurisdiction', 'not-found']

/** Who works here, and how they show it. */
export function registerStaffRoutes(app: FastifyInstance, world: World): void {
  registerJoining(app, world)
  registerAdministrator(app, world)
  registerOperator(app, world)
}

function registerJoining(app: FastifyInstance, world: World): void {
  const nowSignedIn = async (ctx: Ctx, request: FastifyRequest): Promise<SessionView> =>
    sessionView(ctx, await resolveActor(world, request))
  route(app, world, {
    method: 'POST',
    url: '/api/staff-code',
    permission: 'prove-to-be-staff',
    problems: ['staff-code-void', 'already-staff'],
    body: StaffCodeUse,
    answer: SessionView,
    handle: async (ctx, { body, request }) => {
      await join(ctx, body.code)
      return nowSignedIn(ctx, request)
    },
  })
  route(app, world, {
    method: 'POST',
    url: '/api/passkey/new',
    permission: 'prove-to-be-staff',
    problems: ['staff-code-void'],
    answer: PasskeyQuestion,
    handle: async (ctx, { request }) => ({ options: await askToMake(ctx, placeIn(ctx, request)) }),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/passkey/made',
    permission: 'prove-to-be-staff',
    problems: ['staff-code-void', 'passkey-refused'],
    body: PasskeyAnswer,
    answer: SessionView,
    handle: async (ctx, { body, request }) => {
      await make(ctx, placeIn(ctx, request), body.response)
      return nowSignedIn(ctx, request)
    },
  })
  route(app, world, {
    method: 'POST',
    url: '/api/passkey/question',
    permission: 'prove-to-be-staff',
    problems: ['passkey-missing'],
    answer: PasskeyQuestion,
    handle: async (ctx, { request }) => ({ options: await askToProve(ctx, placeIn(ctx, request)) }),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/passkey/proof',
    permission: 'prove-to-be-staff',
    problems: ['passkey-refused'],
    body: PasskeyAnswer,
    answer: SessionView,
    handle: async (ctx, { body, request }) => {
      await prove(ctx, placeIn(ctx, request), body.response)
      return nowSignedIn(ctx, request)
    },
  })
}

function registerAdministrator(app: FastifyInstance, world: World): void {
  const permission: By = 'manage-staff'
  route(app, world, {
    method: 'GET',
    url: '/api/staff',
    permission,
    problems: [],
    answer: StaffList,
    handle: (ctx, { query }) => listStaff(ctx, permission, askedOf(query)),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/staff',
    permission,
    problems: OF_POST,
    body: StaffAdmission,
    answer: StaffAdmitted,
    status: 201,
    handle: (ctx, { body }) => {
      if (ctx.actor.kind !== 'staff') throw new Problem('not-permitted')
      return letIn(ctx, permission, { ...body, organisationId: ctx.actor.organisationId })
    },
  })
  route(app, world, {
    method: 'POST',
    url: '/api/staff/:staffId',
    permission,
    problems: [...OF_POST, 'own-role'],
    body: StaffChange,
    answer: StaffView,
    handle: (ctx, { params, body }) => changeStaff(ctx, permission, idOf(params), body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/staff/:staffId/code',
    permission,
    problems: ['not-found', 'own-role'],
    answer: StaffCode,
    handle: (ctx, { params }) => resetStaff(ctx, permission, idOf(params)),
  })
}

function registerOperator(app: FastifyInstance, world: World): void {
  const permission: By = 'manage-all-staff'
  route(app, world, {
    method: 'GET',
    url: '/api/operator/staff',
    permission,
    problems: [],
    answer: StaffList,
    handle: (ctx, { query }) => listStaff(ctx, permission, askedOf(query)),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/operator/staff',
    permission,
    problems: OF_POST,
    body: OperatorStaffAdmission,
    answer: StaffAdmitted,
    status: 201,
    handle: (ctx, { body }) => letIn(ctx, permission, body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/operator/staff/:staffId',
    permission,
    problems: OF_POST,
    body: StaffChange,
    answer: StaffView,
    handle: (ctx, { params, body }) => changeStaff(ctx, permission, idOf(params), body),
  })
  route(app, world, {
    method: 'POST',
    url: '/api/operator/staff/:staffId/code',
    permission,
    problems: ['not-found'],
    answer: StaffCode,
    handle: (ctx, { params }) => resetStaff(ctx, permission, idOf(params)),
  })
}

function placeIn(ctx: Ctx, request: FastifyRequest): Place {
  return placeOf(originOf(ctx.settings, request.headers.host))
}

function idOf(params: Readonly<Record<string, string>>): string {
  const { staffId } = params
  if (staffId === undefined || !isUuid(staffId)) throw new Problem('not-found')
  return staffId
}

function askedOf({ after, role, active }: Readonly<Record<string, string | undefined>>): StaffAsked {
  const isActive = oneOf(['true', 'false'], active, 'active')
  return {
    after: idIn(after, 'after'),
    role: oneOf(ROLES, role, 'role'),
    active: isActive === undefined ? undefined : isActive === 'true',
  }
}
