import type { Channel, ConfirmationRow } from '../../contract/identity.ts'
import { formatShanghai, instant } from '../../core/instant.ts'
import { DOCUMENT_NAMES } from '../kit/dictionary/documents.ts'
import { STAFF } from '../kit/dictionary/staff.ts'
import { say, type Text } from '../kit/language.ts'
import { dueOf } from './due.ts'

/** What is to be compared, for each reason of a case. */
export const REASONS: Readonly<Record<ConfirmationRow['reason'], Text>> = {
  'not-in-register': STAFF.notInRegister,
  unproved: STAFF.unproved,
  'second-claim': STAFF.secondClaim,
}

/** The cases that wait, the most urgent first. */
export function WorkList({
  rows,
  now,
  channels,
  openId,
  onOpen,
}: {
  rows: readonly ConfirmationRow[]
  now: number
  channels: readonly Channel[]
  openId: string | undefined
  onOpen: (row: ConfirmationRow) => void
}) {
  if (rows.length === 0) {
    return (
      <div class="empty panel">
        <p class="empty-title">{say(STAFF.empty)}</p>
        <p class="soft">{say(STAFF.emptyHint)}</p>
      </div>
    )
  }
  return (
    <table class="work">
      <caption>{say(STAFF.listCount, { n: rows.length })}</caption>
      <thead>
        <tr>
          <th scope="col">{say(STAFF.due)}</th>
          <th scope="col">{say(STAFF.what)}</th>
          <th scope="col">{say(STAFF.document)}</th>
          <th scope="col">{say(STAFF.channel)}</th>
          <th scope="col">{say(STAFF.requested)}</th>
          <th scope="col">
            <span class="spoken">{say(STAFF.open)}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.confirmationId} class={row.confirmationId === openId ? 'open' : ''}>
            <td data-label={say(STAFF.due)}>
              <DueText dueAt={row.dueAt} now={now} />
            </td>
            <td data-label={say(STAFF.what)}>{say(REASONS[row.reason])}</td>
            <td data-label={say(STAFF.document)}>{say(DOCUMENT_NAMES[row.documentType])}</td>
            <td data-label={say(STAFF.channel)}>{channelName(row.channel, channels)}</td>
            <td data-label={say(STAFF.requested)}>{shortTime(row.requestedAt)}</td>
            <td>
              <button
                type="button"
                class="button open-case"
                aria-expanded={row.confirmationId === openId}
                onClick={() => onOpen(row)}
              >
                {say(STAFF.open)}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A deadline: the time, and how much of it is left. */
export function DueText({ dueAt, now }: { dueAt: number; now: number }) {
  const { urgency, text, hours } = dueOf(dueAt, now)
  return (
    <span class="due">
      <span>{shortTime(dueAt)}</span> <span class={`chip ${urgency}`}>{say(text, { n: hours })}</span>
    </span>
  )
}

/** What a channel is called; its id where it is no longer offered. */
export function channelName(id: string, channels: readonly Channel[]): string {
  const channel = channels.find((one) => one.id === id)
  return channel ? say(channel.name) : id
}

/** Month, day and minute in Shanghai; a case lives for days, not years. */
export function shortTime(at: number): string {
  return formatShanghai(instant(at)).slice(5, 16)
}
