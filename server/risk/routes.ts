import type { FastifyInstance } from 'fastify'
import { ColourExplanation, ExplainRequest } from '../../contract/operator.ts'
import { route } from '../kit/http.ts'
import type { World } from '../kit/world.ts'
import { explainForOperator } from './risk.ts'

/** `personOfHandle`: the person behind a demo's sign-in handle. */
export function registerRiskRoutes(
  app: FastifyInstance,
  world: World,
  doors: { personOfHandle: ((handle: string) => Promise<string | undefined>) | undefined },
): void {
  route(app, world, {
    method: 'POST',
    url: '/api/operator/colour-explanations',
    permission: 'explain-colours',
    problems: ['person-unknown'],
    body: ExplainRequest,
    answer: ColourExplanation,
    handle: (ctx, { body }) => explainForOperator(ctx, body, doors.personOfHandle),
  })
}
