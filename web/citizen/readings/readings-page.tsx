import './readings.css'
import { useEffect, useState } from 'preact/hooks'
import type { Readings, ReadingView } from '../../../contract/readings.ts'
import { instant } from '../../../core/instant.ts'
import { call, CallProblem } from '../../kit/api.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { PURPOSES, READER_ROLES, READINGS, READ_THINGS } from '../../kit/dictionary/readings.ts'
import { say } from '../../kit/language.ts'
import { usePreferences } from '../../kit/switches.tsx'
import { momentText } from '../code/moment-text.ts'
import { Page } from '../frame.tsx'
import { Opening } from '../opening.tsx'

/** Who looked at the data of whoever is signed in, the newest first. */
export function ReadingsPage() {
  usePreferences()
  const [readings, setReadings] = useState<readonly ReadingView[]>()
  const [next, setNext] = useState<string>()
  const [failed, setFailed] = useState(false)

  async function load(before?: string): Promise<void> {
    setFailed(false)
    try {
      const page = await call<Readings>('GET', `/api/me/readings${before === undefined ? '' : `?before=${before}`}`)
      setReadings((known = []) => (before === undefined ? page.readings : [...known, ...page.readings]))
      setNext(page.next)
    } catch (fault) {
      if (fault instanceof CallProblem && fault.status === 401) location.replace('/sign-in?return=/readings')
      else setFailed(true)
    }
  }

  useEffect(() => void load(), [])
  return (
    <Page title={say(READINGS.title)}>
      <div class="readings">
        <p>{say(READINGS.why)}</p>
        {readings && <List readings={readings} />}
        {failed && (
          <div role="alert">
            <p>{say(COMMON.unreachable)}</p>
            <button type="button" class="button" onClick={() => void load(readings && next)}>
              {say(COMMON.tryAgain)}
            </button>
          </div>
        )}
        {!failed && next !== undefined && (
          <button type="button" class="button" onClick={() => void load(next)}>
            {say(READINGS.more)}
          </button>
        )}
        {!readings && !failed && <Opening />}
      </div>
    </Page>
  )
}

function List({ readings }: { readings: readonly ReadingView[] }) {
  if (readings.length === 0) return <p>{say(READINGS.none)}</p>
  return (
    <table>
      <caption>{say(READINGS.caption)}</caption>
      <thead>
        <tr>
          <th scope="col">{say(READINGS.when)}</th>
          <th scope="col">{say(READINGS.who)}</th>
          <th scope="col">{say(READINGS.what)}</th>
        </tr>
      </thead>
      <tbody>
        {readings.map((reading) => (
          <tr key={reading.readingId}>
            <td>{momentText(instant(reading.at))}</td>
            <td>
              {say(READER_ROLES[reading.role])}
              {reading.organisation && <span class="of">{say(reading.organisation)}</span>}
            </td>
            <td>
              {say(READ_THINGS[reading.what])}
              <span class="of">{purposeText(reading.purpose)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function purposeText(purpose: string): string {
  const known = PURPOSES[purpose]
  return known ? say(known) : purpose
}
