import type { FastifyInstance } from 'fastify'
import { StaffCode } from '../../contract/staff.ts'
import { route } from '../kit/http.ts'
import { Problem } from '../kit/problem.ts'
import type { World } from '../kit/world.ts'
import { keepCode, newCode } from '../staff/staff.ts'

/** What a demo has instead of an administrator who is asked for a code: whoever signs in as staff takes one for himself. */
export function registerDemoStaffCodes(app: FastifyInstance, world: World): void {
  route(app, world, {
    method: 'POST',
    url: '/api/demo/staff-codes',
    permission: 'prove-to-be-staff',
    problems: [],
    answer: StaffCode,
    status: 201,
    handle: async (ctx) => {
      const staff = ctx.actor.kind === 'citizen' ? ctx.actor.staff : undefined
      if (!staff) throw new Problem('not-permitted')
      const code = newCode(ctx)
      await ctx.db.transaction().execute((tx) => keepCode(tx, ctx, staff.staffId, code))
      return code
    },
  })
}
