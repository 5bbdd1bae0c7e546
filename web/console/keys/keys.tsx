import type { IssuingKeyView, KeysAndLists } from '../../../contract/keys-and-lists.ts'
import { AMOUNTS } from '../../kit/dictionary/amounts.ts'
import { KEYS_AND_LISTS } from '../../kit/dictionary/keys-and-lists.ts'
import { say } from '../../kit/language.ts'
import { ageText } from '../amounts.ts'
import { Chip } from '../chip.tsx'
import { momentText } from '../moments.ts'
import { Numbers } from '../numbers.tsx'
import { StandingChip } from '../standing-chip.tsx'
import { Awaited } from '../states.tsx'
import { useLive } from '../use-live.ts'
import { TheList } from './list.tsx'
import { TheLog } from './log.tsx'
import { Facts, Part } from '../part.tsx'

const ASK_MS = 10_000

const STATES = {
  'in-use': ['good', KEYS_AND_LISTS.inUse],
  announced: ['waits', KEYS_AND_LISTS.announced],
  over: ['off', KEYS_AND_LISTS.over],
  withdrawn: ['bad', KEYS_AND_LISTS.withdrawn],
} as const satisfies Record<IssuingKeyView['state'], unknown>

/** What is published, and how old it is: issuing keys, colour list, log. */
export function KeysPage() {
  const asked = useLive<KeysAndLists>('/api/keys-and-lists', ASK_MS)
  return (
    <Awaited asked={asked}>
      {(told) => (
        <>
          <p className="soft">{say(AMOUNTS.shownAt, { at: momentText(told.at) })}</p>
          <IssuingKeys told={told} />
          <TheList told={told} />
          <TheLog told={told} />
        </>
      )}
    </Awaited>
  )
}

function IssuingKeys({ told }: { told: KeysAndLists }) {
  const { at, root, nextRotationAt, keys, withdrawnKeys } = told
  return (
    <Part title={say(KEYS_AND_LISTS.keys)}>
      <Facts
        rows={[
          [say(KEYS_AND_LISTS.root), <code key="id">{root.keyId}</code>],
          [say(KEYS_AND_LISTS.rootEnds), momentText(root.to)],
          [say(KEYS_AND_LISTS.nextRotation), <Rotation key="next" at={nextRotationAt} />],
          [
            say(KEYS_AND_LISTS.withdrawnKeys),
            withdrawnKeys.latestAt === undefined
              ? say(AMOUNTS.none)
              : say(KEYS_AND_LISTS.withdrawnKeysTold, {
                  n: withdrawnKeys.count,
                  age: ageText(withdrawnKeys.latestAt, at),
                }),
          ],
        ]}
      />
      <Numbers
        caption={say(KEYS_AND_LISTS.keys)}
        heads={[
          say(KEYS_AND_LISTS.keyId),
          say(KEYS_AND_LISTS.kind),
          say(AMOUNTS.state),
          say(KEYS_AND_LISTS.from),
          say(KEYS_AND_LISTS.to),
          say(KEYS_AND_LISTS.publishedAt),
        ]}
        rows={keys.map((key) => ({
          key: key.keyId,
          cells: [
            <code key="id">{key.keyId}</code>,
            say(KEYS_AND_LISTS[key.role]),
            <KeyState key="state" issuing={key} now={at} />,
            momentText(key.from),
            momentText(key.to),
            momentText(key.publishedAt),
          ],
        }))}
      />
      <p className="soft">
        {say(KEYS_AND_LISTS.howToWithdraw)} <code>suishenma issuing withdraw KEYID</code>
      </p>
    </Part>
  )
}

function Rotation({ at }: { at: number | undefined }) {
  if (at !== undefined) return momentText(at)
  return (
    <>
      <StandingChip standing="late" /> {say(KEYS_AND_LISTS.noNext)}
    </>
  )
}

function KeyState({ issuing, now }: { issuing: IssuingKeyView; now: number }) {
  const [kind, words] = STATES[issuing.state]
  return (
    <>
      <Chip kind={kind}>{say(words)}</Chip> {issuing.withdrawnAt !== undefined && ageText(issuing.withdrawnAt, now)}
    </>
  )
}
