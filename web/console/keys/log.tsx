import type { KeysAndLists, PublishedLog } from '../../../contract/keys-and-lists.ts'
import { AMOUNTS } from '../../kit/dictionary/amounts.ts'
import { KEYS_AND_LISTS } from '../../kit/dictionary/keys-and-lists.ts'
import { say } from '../../kit/language.ts'
import { ageText, numberText } from '../amounts.ts'
import { StandingChip } from '../standing-chip.tsx'
import { Facts, Part } from '../part.tsx'

/** The log's last checkpoint, and whether acts get their places in time. */
export function TheLog({ told: { at, log } }: { told: KeysAndLists }) {
  return (
    <Part title={say(KEYS_AND_LISTS.log)}>
      {log ? <Kept log={log} now={at} /> : <p>{say(KEYS_AND_LISTS.noLog)}</p>}
    </Part>
  )
}

function Kept({ log, now }: { log: PublishedLog; now: number }) {
  const { checkpoint, waiting, oldestAt, standing, stopped } = log
  return (
    <Facts
      rows={[
        [
          say(KEYS_AND_LISTS.checkpoint),
          checkpoint
            ? say(KEYS_AND_LISTS.checkpointTold, {
                n: numberText(checkpoint.size),
                age: ageText(checkpoint.writtenAt, now),
              })
            : say(KEYS_AND_LISTS.noCheckpoint),
        ],
        [
          say(KEYS_AND_LISTS.waiting),
          oldestAt === undefined
            ? say(AMOUNTS.none)
            : say(KEYS_AND_LISTS.waitingTold, { n: numberText(waiting), age: ageText(oldestAt, now) }),
        ],
        [
          say(KEYS_AND_LISTS.sequencing),
          <>
            <StandingChip standing={standing} />{' '}
            {standing === 'late' && say(stopped ? KEYS_AND_LISTS.logStopped : KEYS_AND_LISTS.logLate)}
          </>,
        ],
      ]}
    />
  )
}
