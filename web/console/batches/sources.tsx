import { Table } from 'antd'
import type { StewardSources } from '../../../contract/batches.ts'
import { BATCHES } from '../../kit/dictionary/batches.ts'
import { FACT_KIND_NAMES } from '../../kit/dictionary/fact-kinds.ts'
import { say } from '../../kit/language.ts'
import { Chip } from '../chip.tsx'
import { Wide } from '../wide.tsx'

type Source = StewardSources['sources'][number]

/** The sources of an organisation: what each may say, for how long, and how many people it may change. */
export function Sources({ sources }: { sources: readonly Source[] }) {
  return (
    <Wide label={say(BATCHES.sources)}>
      <Table<Source>
        aria-label={say(BATCHES.sources)}
        size="middle"
        rowKey="sourceId"
        dataSource={[...sources]}
        pagination={false}
        locale={{ emptyText: say(BATCHES.noSources) }}
        columns={[
          { title: say(BATCHES.source), render: (_, { name }) => say(name) },
          { title: say(BATCHES.kinds), render: (_, { kinds }) => kinds.map(kindName).join('、') },
          { title: say(BATCHES.longest), render: (_, { longestValidityDays: n }) => say(BATCHES.days, { n }) },
          {
            title: say(BATCHES.brake),
            render: (_, { brakePeoplePerHour: n, left }) => say(BATCHES.brakeLeft, { n, left }),
          },
          { title: say(BATCHES.contact), render: (_, { contact }) => contact },
          {
            title: say(BATCHES.state),
            render: (_, { mayDeliver }) => (
              <Chip kind={mayDeliver ? 'good' : 'off'}>{say(mayDeliver ? BATCHES.mayDeliver : BATCHES.mayNot)}</Chip>
            ),
          },
        ]}
      />
    </Wide>
  )
}

function kindName(kind: string): string {
  return kind in FACT_KIND_NAMES ? say(FACT_KIND_NAMES[kind as keyof typeof FACT_KIND_NAMES]) : kind
}
