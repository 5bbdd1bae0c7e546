import { BarChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { use } from 'echarts/core'
import type { Moves } from '../../../contract/rule-tables.ts'
import type { Colour } from '../../../core/colour.ts'
import { CHANGES } from '../../../core/moves.ts'
import { COLOUR_WORDS } from '../../kit/dictionary/colours.ts'
import { RULE_TABLES } from '../../kit/dictionary/rule-tables.ts'
import { say } from '../../kit/language.ts'
import { Drawing } from '../drawing.tsx'

use([BarChart, GridComponent])

const BAR = 18
const LINE = 32
/** The shapes of `web/kit/shapes.ts`, as letters. */
const SHAPES = { green: '●', yellow: '▲', red: '■', grey: '○' } as const satisfies Record<Colour, string>

interface Bar {
  readonly from: Colour
  readonly to: Colour
  readonly people: number
}

/** How many people go from which colour to which, as bars; shape and word say the colours too. Who stays what he was is left out. */
export function MovesChart({ moves }: { moves: Moves }) {
  const bars = CHANGES.map(({ from, to }) => ({ from, to, people: moves[from][to] }))
    .filter(({ people }) => people > 0)
    .toSorted((a, b) => b.people - a.people)
  if (bars.length === 0) return <p>{say(RULE_TABLES.chartEmpty)}</p>
  return (
    <figure>
      <figcaption>{say(RULE_TABLES.chart)}</figcaption>
      <Drawing told={inWords(bars)} height={bars.length * LINE} option={optionOf(bars)} />
    </figure>
  )
}

function inWords(bars: readonly Bar[]): string {
  return bars
    .map(({ from, to, people }) => `${say(COLOUR_WORDS[from])} → ${say(COLOUR_WORDS[to])}: ${people}`)
    .join('; ')
}

/** Colours are named and not worked out, so that the drawing follows day and night by itself. */
function optionOf(bars: readonly Bar[]) {
  const label = { color: 'var(--ink)', fontSize: 14 }
  return {
    animation: false,
    grid: { left: 0, right: 56, top: 0, bottom: 0, containLabel: true },
    xAxis: { type: 'value', show: false },
    yAxis: {
      type: 'category',
      inverse: true,
      data: bars.map(({ from, to }) => `${named(from)} → ${named(to)}`),
      axisLabel: label,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: 'var(--line-strong)' } },
    },
    series: {
      type: 'bar',
      silent: true,
      barWidth: BAR,
      barMinHeight: 2,
      label: { ...label, show: true, position: 'right' },
      data: bars.map(({ to, people }) => ({
        value: people,
        itemStyle: { color: `var(--${to})`, borderColor: 'var(--line-strong)' },
      })),
    },
  }
}

function named(colour: Colour): string {
  return `${SHAPES[colour]} ${say(COLOUR_WORDS[colour])}`
}
