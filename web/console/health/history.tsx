import { useState } from 'react'
import type { HistoryPoint } from '../../../contract/health-figures.ts'
import { HEALTH } from '../../kit/dictionary/health.ts'
import { say, type Text } from '../../kit/language.ts'
import { millisecondsText, numberText } from '../amounts.ts'
import { Numbers } from '../numbers.tsx'
import { Chart, secondText, type Line } from './chart.tsx'

/** The last quarter of an hour as lines, and the same numbers as a table. */
export function History({ points, until }: { points: readonly HistoryPoint[]; until: number }) {
  const [isOpen, setIsOpen] = useState(false)
  const line = (name: Text, amountOf: (point: HistoryPoint) => number | undefined): Line => ({
    name: say(name),
    points: points.map((point) => [point.at, amountOf(point)]),
  })
  const chart = (title: Text, lines: readonly Line[]) => <Chart title={say(title)} lines={lines} until={until} />

  return (
    <>
      <div className="charts">
        {chart(HEALTH.rateChart, [line(HEALTH.requests, ({ perSecond }) => perSecond)])}
        {chart(HEALTH.timeChart, [
          line(HEALTH.half, ({ halfWithinMs }) => halfWithinMs),
          line(HEALTH.most, ({ mostWithinMs }) => mostWithinMs),
          line(HEALTH.lateness, ({ latenessMs }) => latenessMs),
        ])}
        {chart(HEALTH.faultChart, [line(HEALTH.busy, ({ busy }) => busy), line(HEALTH.errors, ({ errors }) => errors)])}
        {chart(HEALTH.connectionChart, [line(HEALTH.connectionChart, ({ connections }) => connections)])}
      </div>
      <details onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
        <summary>{say(HEALTH.asTable)}</summary>
        {isOpen && <AsTable points={points} />}
      </details>
    </>
  )
}

function AsTable({ points }: { points: readonly HistoryPoint[] }) {
  const within = (point: HistoryPoint, ms: number | undefined) => {
    if (point.perSecond === 0) return '–'
    return ms === undefined ? say(HEALTH.longer) : millisecondsText(ms)
  }
  return (
    <Numbers
      caption={say(HEALTH.history)}
      heads={[
        say(HEALTH.at),
        say(HEALTH.rateChart),
        say(HEALTH.half),
        say(HEALTH.most),
        say(HEALTH.lateness),
        say(HEALTH.busy),
        say(HEALTH.errors),
        say(HEALTH.connectionChart),
      ]}
      rows={points.toReversed().map((point) => ({
        key: String(point.at),
        cells: [
          secondText(point.at),
          numberText(point.perSecond),
          within(point, point.halfWithinMs),
          within(point, point.mostWithinMs),
          millisecondsText(point.latenessMs),
          numberText(point.busy),
          numberText(point.errors),
          numberText(point.connections),
        ],
      }))}
    />
  )
}
