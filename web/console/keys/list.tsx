import type { EpochView, KeysAndLists, PublishedList } from '../../../contract/keys-and-lists.ts'
import { AMOUNTS } from '../../kit/dictionary/amounts.ts'
import { KEYS_AND_LISTS } from '../../kit/dictionary/keys-and-lists.ts'
import { say } from '../../kit/language.ts'
import { ageText, bytesText, numberText } from '../amounts.ts'
import { Numbers } from '../numbers.tsx'
import { StandingChip } from '../standing-chip.tsx'
import { Facts, Part } from '../part.tsx'

/** The colour list as the city gets it. */
export function TheList({ told: { at, list } }: { told: KeysAndLists }) {
  return (
    <Part title={say(KEYS_AND_LISTS.list)}>
      {list ? (
        <Published list={list} now={at} />
      ) : (
        <p>
          <StandingChip standing="late" /> {say(KEYS_AND_LISTS.noList)}
        </p>
      )}
    </Part>
  )
}

function Published({ list, now }: { list: PublishedList; now: number }) {
  const { asOf, standing, epochs, withdrawnPhones } = list
  return (
    <>
      <Facts
        rows={[
          [
            say(KEYS_AND_LISTS.index),
            <>
              {ageText(asOf, now)} <StandingChip standing={standing} />{' '}
              {standing === 'late' && say(KEYS_AND_LISTS.indexLate)}
            </>,
          ],
          [
            say(KEYS_AND_LISTS.withdrawnPhones),
            withdrawnPhones
              ? say(KEYS_AND_LISTS.withdrawnPhonesTold, {
                  n: numberText(withdrawnPhones.count),
                  age: ageText(withdrawnPhones.asOf, now),
                })
              : say(KEYS_AND_LISTS.noFile),
          ],
        ]}
      />
      <Numbers
        caption={say(KEYS_AND_LISTS.epochs)}
        heads={[
          say(KEYS_AND_LISTS.epoch),
          say(KEYS_AND_LISTS.renewed),
          say(AMOUNTS.state),
          say(KEYS_AND_LISTS.delta),
          say(KEYS_AND_LISTS.deltaAge),
          say(KEYS_AND_LISTS.entries),
          say(KEYS_AND_LISTS.size),
          say(KEYS_AND_LISTS.shards),
        ]}
        rows={epochs.map((epoch) => rowOf(epoch, now))}
      />
      {epochs.some((epoch) => epoch.standing === 'late') && <p>{say(KEYS_AND_LISTS.shardsLate)}</p>}
    </>
  )
}

function rowOf(epoch: EpochView, now: number) {
  const { day, renewedAt, standing, delta, deltaAt, entries, bytes, shards } = epoch
  return {
    key: day,
    cells: [
      day,
      renewedAt === undefined ? say(AMOUNTS.unknown) : ageText(renewedAt, now),
      <StandingChip key="standing" standing={standing} />,
      String(delta),
      deltaAt === undefined ? say(KEYS_AND_LISTS.noDelta) : ageText(deltaAt, now),
      numberText(entries),
      bytesText(bytes),
      numberText(shards),
    ],
  }
}
