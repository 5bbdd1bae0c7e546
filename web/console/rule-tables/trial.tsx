import { lazy, Suspense } from 'react'
import type { Moves, TrialResult, TrialView } from '../../../contract/rule-tables.ts'
import { COLOURS } from '../../../core/colour.ts'
import { changedIn, hadColour, peopleIn, willHaveColour } from '../../../core/moves.ts'
import { COLOUR_WORDS } from '../../kit/dictionary/colours.ts'
import { RULE_TABLES } from '../../kit/dictionary/rule-tables.ts'
import { say } from '../../kit/language.ts'
import type { OfficerKey } from '../../kit/officer-key.ts'
import { ColourName } from '../colour-name.tsx'
import { momentText } from '../moments.ts'
import { Numbers } from '../numbers.tsx'
import { Notice, Waiting } from '../states.tsx'
import { Download } from './download.tsx'
import { Signing } from './signing.tsx'
import { namesOf } from './standing.tsx'

/** The library that draws comes once there is something to draw. */
const MovesChart = lazy(async () => ({ default: (await import('./moves-chart.tsx')).MovesChart }))

/** A dry run: how far it has come, or what it found. */
export function Trial(props: {
  readonly trial: TrialView
  readonly brake: number
  readonly path: string
  /** Signs for a result that goes over the brake; undefined: he may not. */
  readonly officerKey: OfficerKey | undefined
  readonly onSigned: () => void
}) {
  const { trial, brake, path } = props
  const { result, resultHash } = trial
  if (!result || resultHash === undefined) {
    return <p role="status">{say(RULE_TABLES.trying, { percent: trial.percent })}</p>
  }
  const { asOf, against, people, changed, moves } = result
  return (
    <>
      <p role="status">
        {say(RULE_TABLES.trialOf, {
          at: momentText(asOf),
          against: `${against.name} ${against.version}`,
          people,
          changed,
        })}
      </p>
      {trial.settles && <p className="soft">{say(RULE_TABLES.settles)}</p>}
      {changed > brake && (
        <>
          <Notice>{say(RULE_TABLES.overBrake, { brake })}</Notice>
          <p>{say(RULE_TABLES.trialApprovedBy, { names: namesOf(trial.approvals) })}</p>
          <Signing
            words={say(RULE_TABLES.approveTrial)}
            subject="dry-run"
            hash={resultHash}
            to={`${path}/approvals`}
            officerKey={props.officerKey}
            onSigned={props.onSigned}
          />
        </>
      )}
      <Suspense fallback={<Waiting />}>
        <MovesChart moves={moves} />
      </Suspense>
      <h4>{say(RULE_TABLES.matrix)}</h4>
      <Matrix moves={moves} />
      <h4>{say(RULE_TABLES.byRule)}</h4>
      <Parts
        caption={say(RULE_TABLES.byRule)}
        of={say(RULE_TABLES.row)}
        parts={result.byRule.map((one) => [ruleName(one), one.moves])}
      />
      <h4>{say(RULE_TABLES.byDistrict)}</h4>
      <Parts
        caption={say(RULE_TABLES.byDistrict)}
        of={say(RULE_TABLES.district)}
        parts={result.byDistrict.map((one) => [districtName(one), one.moves])}
      />
      <div>
        <Download from={`${path}/workbook`} />
      </div>
    </>
  )
}

function Matrix({ moves }: { moves: Moves }) {
  return (
    <Numbers
      caption={say(RULE_TABLES.matrix)}
      heads={[say(RULE_TABLES.fromTo), ...COLOURS.map((to) => say(COLOUR_WORDS[to])), say(RULE_TABLES.total)]}
      rows={[
        ...COLOURS.map((from) => ({
          key: from,
          cells: [
            <ColourName colour={from} />,
            ...COLOURS.map((to) =>
              from !== to && moves[from][to] > 0 ? <strong>{moves[from][to]}</strong> : moves[from][to],
            ),
            hadColour(moves, from),
          ],
        })),
        {
          key: 'total',
          cells: [say(RULE_TABLES.total), ...COLOURS.map((to) => willHaveColour(moves, to)), peopleIn(moves)],
        },
      ]}
    />
  )
}

function Parts(props: { caption: string; of: string; parts: readonly (readonly [string, Moves])[] }) {
  return (
    <Numbers
      caption={props.caption}
      heads={[
        props.of,
        say(RULE_TABLES.people),
        say(RULE_TABLES.change),
        ...COLOURS.map((to) => `→ ${say(COLOUR_WORDS[to])}`),
      ]}
      rows={props.parts.map(([name, moves]) => ({
        key: name,
        cells: [
          name,
          peopleIn(moves),
          changedIn(moves),
          ...COLOURS.map((to) => willHaveColour(moves, to) - moves[to][to]),
        ],
      }))}
    />
  )
}

function ruleName({ ruleId }: TrialResult['byRule'][number]): string {
  return ruleId ?? say(RULE_TABLES.noRule)
}

function districtName({ district, name }: TrialResult['byDistrict'][number]): string {
  if (district === 'elsewhere') return say(RULE_TABLES.elsewhere)
  if (district === 'unknown') return say(RULE_TABLES.unknown)
  return name === undefined ? district : `${name} ${district}`
}
