import type { Moves } from '../../../contract/rule-tables.ts'
import type { Colour } from '../../../core/colour.ts'
import { CHANGES } from '../../../core/moves.ts'
import { COLOUR_WORDS } from '../../kit/dictionary/colours.ts'
import { RULE_TABLES } from '../../kit/dictionary/rule-tables.ts'
import { say } from '../../kit/language.ts'
import { SHAPES } from '../../kit/shapes.ts'

const WIDTH = 480
const LINE = 52
const BAR = 14

/** How many people go from which colour to which, as bars; shape and word say the colours too. Who stays what he was is left out. */
export function MovesChart({ moves }: { moves: Moves }) {
  const bars = CHANGES.map(({ from, to }) => ({ from, to, people: moves[from][to] }))
    .filter(({ people }) => people > 0)
    .toSorted((a, b) => b.people - a.people)
  const [most] = bars
  if (!most) return <p>{say(RULE_TABLES.chartEmpty)}</p>
  return (
    <figure class="moves-chart">
      <figcaption>{say(RULE_TABLES.chart)}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${bars.length * LINE}`} role="img" aria-label={inWords(bars)}>
        {bars.map(({ from, to, people }, place) => (
          <g key={`${from}-${to}`} transform={`translate(0 ${place * LINE})`}>
            <Shape colour={from} at={0} />
            <text x={26} y={19} class="chart-text">
              {say(COLOUR_WORDS[from])} →
            </text>
            <Shape colour={to} at={140} />
            <text x={166} y={19} class="chart-text">
              {say(COLOUR_WORDS[to])}
            </text>
            <text x={WIDTH} y={19} class="chart-text" text-anchor="end">
              {people}
            </text>
            <rect
              x={0}
              y={28}
              width={Math.max(2, (WIDTH * people) / most.people)}
              height={BAR}
              class={`chart-bar colour-${to}`}
            />
          </g>
        ))}
      </svg>
    </figure>
  )
}

function Shape({ colour, at }: { colour: Colour; at: number }) {
  return (
    <path d={SHAPES[colour]} transform={`translate(${at} 2) scale(0.85)`} class="chart-shape" fill-rule="evenodd" />
  )
}

function inWords(bars: readonly { from: Colour; to: Colour; people: number }[]): string {
  return bars
    .map(({ from, to, people }) => `${say(COLOUR_WORDS[from])} → ${say(COLOUR_WORDS[to])}: ${people}`)
    .join('; ')
}
