import type { StewardSources } from '../../../contract/batches.ts'
import { BATCHES } from '../../kit/dictionary/batches.ts'
import { FACT_KIND_NAMES } from '../../kit/dictionary/fact-kinds.ts'
import { say } from '../../kit/language.ts'
import { Chip } from '../chip.tsx'
import { Numbers } from '../numbers.tsx'

/** The sources of an organisation: what each may say, for how long, and how many people it may change. */
export function Sources({ sources }: StewardSources) {
  if (sources.length === 0) return <p className="soft">{say(BATCHES.noSources)}</p>
  return (
    <Numbers
      caption={say(BATCHES.sources)}
      heads={[BATCHES.source, BATCHES.kinds, BATCHES.longest, BATCHES.brake, BATCHES.contact, BATCHES.state].map(
        (head) => say(head),
      )}
      rows={sources.map((source) => ({
        key: source.sourceId,
        cells: [
          say(source.name),
          source.kinds.map(kindName).join('、'),
          say(BATCHES.days, { n: source.longestValidityDays }),
          say(BATCHES.brakeLeft, { n: source.brakePeoplePerHour, left: source.left }),
          source.contact,
          <Chip kind={source.mayDeliver ? 'good' : 'off'}>
            {say(source.mayDeliver ? BATCHES.mayDeliver : BATCHES.mayNot)}
          </Chip>,
        ],
      }))}
    />
  )
}

function kindName(kind: string): string {
  return kind in FACT_KIND_NAMES ? say(FACT_KIND_NAMES[kind as keyof typeof FACT_KIND_NAMES]) : kind
}
