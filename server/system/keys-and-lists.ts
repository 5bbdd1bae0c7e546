import type { IssuingKeyView, KeysAndLists } from '../../contract/keys-and-lists.ts'
import { hex } from '../../core/bytes.ts'
import type { Instant } from '../../core/instant.ts'
import type { ListedKey } from '../kit/issuing-keys.ts'
import { mayTouch } from '../kit/permissions.ts'
import { Problem } from '../kit/problem.ts'
import type { Ctx } from '../kit/world.ts'
import { describeList } from '../lists/described.ts'
import { describeLog } from '../log/log.ts'

/** The issuing keys, the colour list and the log as they are published. Problems: not-found, for whoever's jurisdiction is not the city. */
export async function seeKeysAndLists(
  ctx: Ctx,
  folders: { readonly listDir: string | undefined; readonly logDir: string | undefined },
): Promise<KeysAndLists> {
  if (!mayTouch(ctx.actor, 'see-keys-and-lists', {})) throw new Problem('not-found')
  const { listDir, logDir } = folders
  const { issuing } = ctx
  const { root, codesSince } = issuing
  const signing = hex(issuing.signer.kid)
  const keys = issuing.listed.map((key) => viewOf(key, { now: ctx.now, signing }))
  const [next] = keys
    .filter(({ role, state, from }) => role === 'day' && state === 'announced' && from > ctx.now)
    .map(({ from }) => from)
    .toSorted((a, b) => a - b)
  const list = listDir === undefined ? undefined : await describeList(ctx, listDir)
  const log = logDir === undefined ? undefined : await describeLog(ctx, logDir)
  return {
    at: ctx.now,
    root: { keyId: hex(root.kid), from: root.notBefore, to: root.notAfter },
    ...(next !== undefined && { nextRotationAt: next }),
    keys,
    withdrawnKeys: {
      count: keys.filter(({ state }) => state === 'withdrawn').length,
      ...(codesSince !== undefined && { latestAt: codesSince }),
    },
    ...(list && { list }),
    ...(log && { log }),
  }
}

function viewOf(listed: ListedKey, at: { now: Instant; signing: string }): IssuingKeyView {
  const { key, role, publishedAt, withdrawnAt } = listed
  const keyId = hex(key.kid)
  return {
    keyId,
    role,
    from: key.notBefore,
    to: key.notAfter,
    publishedAt,
    state: stateOf(listed, { ...at, keyId }),
    ...(withdrawnAt !== undefined && { withdrawnAt }),
  }
}

function stateOf(
  { key, withdrawnAt }: ListedKey,
  at: { now: Instant; signing: string; keyId: string },
): IssuingKeyView['state'] {
  if (withdrawnAt !== undefined) return 'withdrawn'
  if (at.keyId === at.signing) return 'in-use'
  return at.now < key.notAfter ? 'announced' : 'over'
}
