import { useState } from 'react'
import type { Channel, Channels, ConfirmationList, ConfirmationRow } from '../../../contract/identity.ts'
import { ASSIGNMENTS } from '../../kit/dictionary/assignments.ts'
import { CONSOLE } from '../../kit/dictionary/console.ts'
import { DOCUMENT_NAMES } from '../../kit/dictionary/documents.ts'
import { STAFF } from '../../kit/dictionary/staff.ts'
import { say, type Text } from '../../kit/language.ts'
import { useAssigned, WorkedOnBy } from '../assignment.tsx'
import { Choice } from '../choice.tsx'
import { Due } from '../due.tsx'
import { momentText } from '../moments.ts'
import { RecordList } from '../record-list.tsx'
import { useAnswer } from '../use-answer.ts'
import { WORK_EVERY_MS } from '../work-list.ts'
import { OneConfirmation } from './one-confirmation.tsx'

type Reason = ConfirmationRow['reason']

/** What is to be compared, for each reason of a case. */
const REASONS: Readonly<Record<Reason, Text>> = {
  'not-in-register': STAFF.notInRegister,
  unproved: STAFF.unproved,
  'second-claim': STAFF.secondClaim,
}

/** People who wait to be confirmed, the most urgent first, and the open case beside them. */
export function Confirmations() {
  const [reason, setReason] = useState<Reason | ''>('')
  const by = useAssigned()
  // Without names for the channels their ids are shown.
  const channels = useAnswer<Channels>('/api/channels').answer?.channels ?? []
  return (
    <RecordList
      path="/api/confirmations"
      narrowedBy={{ reason, assigned: by.assigned }}
      everyMs={WORK_EVERY_MS}
      rowsOf={({ confirmations }: ConfirmationList) => confirmations}
      nextOf={({ next }) => next}
      idOf={({ confirmationId }) => confirmationId}
      nameTitle={say(STAFF.what)}
      nameOf={({ reason }) => say(REASONS[reason])}
      caption={say(CONSOLE.confirmations)}
      empty={say(STAFF.empty)}
      tools={
        <>
          <Choice<Reason | ''>
            aria-label={say(STAFF.what)}
            value={reason}
            onChange={setReason}
            options={[
              { value: '', label: say(STAFF.allReasons) },
              ...(Object.entries(REASONS) as [Reason, Text][]).map(([value, text]) => ({ value, label: say(text) })),
            ]}
          />
          {by.choice}
        </>
      }
      columns={[
        { title: say(STAFF.due), render: (_, { dueAt }) => <Due at={dueAt} /> },
        { title: say(ASSIGNMENTS.who), render: (_, row) => <WorkedOnBy of={row} /> },
        { title: say(STAFF.document), render: (_, { documentType }) => say(DOCUMENT_NAMES[documentType]) },
        { title: say(STAFF.channel), render: (_, { channel }) => channelName(channel, channels) },
        { title: say(STAFF.requested), render: (_, { requestedAt }) => momentText(requestedAt) },
      ]}
      detail={(row, again) => (
        <OneConfirmation
          key={row.confirmationId}
          row={row}
          reason={say(REASONS[row.reason])}
          channel={channelName(row.channel, channels)}
          onAssigned={(to) => by.follow(to, again)}
          onEnd={again}
        />
      )}
    />
  )
}

/** What a channel is called; its id where it is no longer offered. */
function channelName(id: string, channels: readonly Channel[]): string {
  const channel = channels.find((one) => one.id === id)
  return channel ? say(channel.name) : id
}
