import type { ProblemBody, ProblemName } from '../../contract/problems.ts'
import { unattendedHeader } from './attended.ts'
import { language } from './language.ts'

// 10 s: a phone on a slow line has answered by then; a person waits no longer before he presses again.
const ANSWER_WITHIN_MS = 10_000

/** What is wrong with one field, in the person's language. */
export interface FieldFault {
  readonly field: string
  readonly message: string
}

/** The server refused: a problem of the one table, its title already in the person's language. */
export class CallProblem extends Error {
  readonly problem: ProblemName
  readonly title: string
  readonly status: number
  readonly fields: readonly FieldFault[]

  constructor(body: ProblemBody) {
    super(body.type)
    this.problem = problemNameOf(body)
    this.title = body.title
    this.status = body.status
    this.fields = body.fields ?? []
  }
}

/** No answer: no network, no server, or none in time. */
class Unreachable extends Error {}

/** Calls the server and gives its answer. Throws CallProblem when it refuses, Unreachable when no answer of ours comes. */
export async function call<Answer>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
  return answerOf<Answer>(await ask(method, path, body))
}

/** Calls the server; `answerOf` reads what comes back. Throws Unreachable when nothing does. */
export async function ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Response> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-language': acceptLanguage(),
    ...unattendedHeader(),
  }
  if (body !== undefined) headers['content-type'] = 'application/json'
  try {
    return await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
  } catch (cause) {
    throw new Unreachable(path, { cause })
  }
}

/** What the server answered. Throws CallProblem when it refused, Unreachable when the answer is none of ours. */
export async function answerOf<Answer>(response: Response): Promise<Answer> {
  let answer: unknown
  try {
    answer = response.status === 204 ? undefined : await response.json()
  } catch (cause) {
    // Cut short, or no JSON: then something between us and the server spoke, not the server.
    throw new Unreachable(response.url, { cause })
  }
  if (response.ok) return answer as Answer
  if (isProblem(answer)) throw new CallProblem(answer)
  throw new Unreachable(`${response.url}: ${response.status}`)
}

/** Whether somebody should simply try again later: no answer, or the answer "busy" or "broken". */
export function isPassing(fault: unknown): boolean {
  return fault instanceof Unreachable || (fault instanceof CallProblem && fault.status >= 500)
}

/** Whether too many people are there at this moment: in some seconds it will be answered. */
export function isBusy(fault: unknown): boolean {
  return fault instanceof CallProblem && fault.problem === 'busy'
}

/** What the person reads, for the header of a request. */
export function acceptLanguage(): string {
  return language() === 'en' ? 'en, zh-CN;q=0.5' : 'zh-CN, en;q=0.5'
}

function isProblem(answer: unknown): answer is ProblemBody {
  return typeof answer === 'object' && answer !== null && 'type' in answer && 'title' in answer && 'status' in answer
}

function problemNameOf(body: ProblemBody): ProblemName {
  return body.type.slice('/problems/'.length) as ProblemName
}
