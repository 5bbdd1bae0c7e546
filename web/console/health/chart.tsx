import { LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { use } from 'echarts/core'
import { formatShanghai, instant, MINUTE } from '../../../core/instant.ts'
import { HEALTH } from '../../kit/dictionary/health.ts'
import { say } from '../../kit/language.ts'
import { numberText } from '../amounts.ts'
import { Drawing } from '../drawing.tsx'

use([LineChart, GridComponent, TooltipComponent])

const SPAN_MS = 15 * MINUTE
/** Lines are told apart by how they are drawn, whatever their colour. */
const STROKES = [
  { type: 'solid', width: 2, dash: undefined, symbol: 'circle', colour: '--accent' },
  { type: 'dashed', width: 2, dash: '6 4', symbol: 'triangle', colour: '--fault' },
  { type: 'dotted', width: 2, dash: '2 3', symbol: 'rect', colour: '--ink-soft' },
] as const

/** A line of a chart: its name, and what it was when. */
export interface Line {
  readonly name: string
  readonly points: readonly (readonly [at: number, amount: number | undefined])[]
}

/** Lines over the last quarter of an hour. Nothing in it moves by itself; whoever cannot see it has the table below. */
export function Chart({ title, lines, until }: { title: string; lines: readonly Line[]; until: number }) {
  return (
    <figure>
      <figcaption>
        <h3>{title}</h3>
        <div className="lines">
          {lines.map(({ name }, line) => (
            <span key={name}>
              <Sample line={line} /> {name}
            </span>
          ))}
        </div>
      </figcaption>
      <Drawing told={say(HEALTH.chartTold, { title })} option={optionOf(lines, until)} />
    </figure>
  )
}

/** A moment of the city's day, to the second. */
export function secondText(at: number): string {
  return formatShanghai(instant(at)).slice(11)
}

function strokeOf(line: number): (typeof STROKES)[number] {
  return STROKES[line % STROKES.length]!
}

function Sample({ line }: { line: number }) {
  const { dash, width, colour } = strokeOf(line)
  return (
    <svg width="28" height="8" aria-hidden="true">
      <line x1="0" x2="28" y1="4" y2="4" stroke={`var(${colour})`} strokeWidth={width} strokeDasharray={dash} />
    </svg>
  )
}

function optionOf(lines: readonly Line[], until: number) {
  const token = tokens()
  const label = { color: token('--ink-soft') }
  const soft = { lineStyle: { color: token('--line') } }
  return {
    animation: false,
    grid: { left: 8, right: 16, top: 12, bottom: 8, containLabel: true },
    tooltip: {
      trigger: 'axis',
      transitionDuration: 0,
      backgroundColor: token('--surface'),
      textStyle: { color: token('--ink') },
      axisPointer: { animation: false, label: { formatter: ({ value }: { value: number }) => secondText(value) } },
      valueFormatter: (amount: unknown) => (typeof amount === 'number' ? numberText(amount) : '–'),
    },
    xAxis: {
      type: 'value',
      min: until - SPAN_MS,
      max: until,
      interval: 5 * MINUTE,
      axisLabel: { ...label, formatter: (at: number) => secondText(at).slice(0, 5) },
      axisLine: soft,
      splitLine: { show: false },
    },
    yAxis: { type: 'value', min: 0, minInterval: 1, axisLabel: label, splitLine: soft },
    series: lines.map(({ name, points }, line) => {
      const { type, width, colour, symbol } = strokeOf(line)
      const color = token(colour)
      return {
        type: 'line',
        name,
        data: points.map(([at, amount]) => [at, amount ?? '-']),
        // A quiet city has single points between gaps, which no line leads to.
        symbol,
        symbolSize: 4,
        itemStyle: { color },
        lineStyle: { type, width, color },
      }
    }),
  }
}

/** The page's colours as they are now: by day or by night. */
function tokens(): (name: string) => string {
  const style = getComputedStyle(document.documentElement)
  return (name) => style.getPropertyValue(name).trim()
}
