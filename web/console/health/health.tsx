import { lazy, Suspense } from 'react'
import type { Figure, FigureName, GroupFigures, HealthFigures, UpkeepFigure } from '../../../contract/health-figures.ts'
import { AMOUNTS } from '../../kit/dictionary/amounts.ts'
import { FIGURE_HELP, FIGURE_NAMES, GROUP_NAMES, HEALTH, UPKEEP_NAMES } from '../../kit/dictionary/health.ts'
import { say } from '../../kit/language.ts'
import { ageText, bytesText, lengthText, millisecondsText, numberText } from '../amounts.ts'
import { momentText } from '../moments.ts'
import { Numbers, type NumberRow } from '../numbers.tsx'
import { Part } from '../part.tsx'
import { StandingChip } from '../standing-chip.tsx'
import { Awaited, Waiting } from '../states.tsx'
import { useLive } from '../use-live.ts'

const ASK_MS = 5_000

/** The library that draws comes once the numbers are there. */
const History = lazy(async () => ({ default: (await import('./history.tsx')).History }))

/** How the process that answers and its database are. */
export function HealthPage() {
  const asked = useLive<HealthFigures>('/api/health-figures', ASK_MS)
  return (
    <Awaited asked={asked}>
      {({ at, startedAt, figures, groups, history, upkeep }) => (
        <>
          <p className="soft">
            {say(AMOUNTS.shownAt, { at: momentText(at) })} · {say(HEALTH.startedAt, { at: momentText(startedAt) })}
          </p>
          <Part title={say(HEALTH.figures)}>
            <Numbers
              caption={say(HEALTH.figures)}
              heads={[say(HEALTH.figure), say(HEALTH.value), say(AMOUNTS.state), say(HEALTH.whatToDo)]}
              rows={figures.map(figureRow)}
            />
          </Part>
          <Part title={say(HEALTH.requests)}>
            <Numbers
              caption={say(HEALTH.requests)}
              heads={[say(HEALTH.group), say(HEALTH.perSecond), say(HEALTH.half), say(HEALTH.most), say(HEALTH.total)]}
              rows={groups.map(groupRow)}
            />
            <p className="soft">{say(HEALTH.lastMinute)}</p>
          </Part>
          <Part title={say(HEALTH.history)}>
            {history.length === 0 ? (
              <p>{say(HEALTH.noHistory)}</p>
            ) : (
              <Suspense fallback={<Waiting />}>
                <History points={history} until={at} />
              </Suspense>
            )}
          </Part>
          <Part title={say(HEALTH.upkeep)}>
            <Numbers
              caption={say(HEALTH.upkeep)}
              heads={[say(HEALTH.upkeepWork), say(HEALTH.done), say(HEALTH.pause), say(AMOUNTS.state)]}
              rows={upkeep.map((one) => upkeepRow(one, at))}
            />
          </Part>
        </>
      )}
    </Awaited>
  )
}

/** How the figures are written that are no counts. */
const WRITTEN: Partial<Record<FigureName, (amount: number) => string>> = {
  lateness: millisecondsText,
  'oldest-job': lengthText,
  'colour-sweep': lengthText,
  upkeep: lengthText,
  'database-size': bytesText,
  'disk-free': bytesText,
}

function figureRow({ what, value, standing }: Figure): NumberRow {
  const written = WRITTEN[what] ?? numberText
  return {
    key: what,
    cells: [
      say(FIGURE_NAMES[what]),
      value === undefined ? say(AMOUNTS.unknown) : written(value),
      <StandingChip key="standing" standing={standing} />,
      standing === 'good' ? '' : say(FIGURE_HELP[what]),
    ],
  }
}

function groupRow({ group, requests, inLastMinute, halfWithinMs, mostWithinMs }: GroupFigures): NumberRow {
  const within = (ms: number | undefined) => {
    if (inLastMinute === 0) return '–'
    return ms === undefined ? say(HEALTH.longer) : millisecondsText(ms)
  }
  return {
    key: group,
    cells: [
      say(GROUP_NAMES[group]),
      numberText(inLastMinute / 60),
      within(halfWithinMs),
      within(mostWithinMs),
      numberText(requests),
    ],
  }
}

function upkeepRow({ what, doneAt, pauseMs, standing }: UpkeepFigure, now: number): NumberRow {
  return {
    key: what,
    cells: [
      say(UPKEEP_NAMES[what]),
      doneAt === undefined ? say(HEALTH.notDone) : ageText(doneAt, now),
      lengthText(pauseMs),
      <StandingChip key="standing" standing={standing} />,
    ],
  }
}
