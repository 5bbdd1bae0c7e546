import type { Moves, TrialResult, TrialView } from '../../../contract/rule-tables.ts'
import { COLOURS, type Colour } from '../../../core/colour.ts'
import { changedIn, hadColour, peopleIn, willHaveColour } from '../../../core/moves.ts'
import { ColourShape } from '../../kit/colour-shape.tsx'
import { COLOUR_WORDS } from '../../kit/dictionary/colours.ts'
import { RULE_TABLES } from '../../kit/dictionary/rule-tables.ts'
import { say } from '../../kit/language.ts'
import { minuteOf, namesOf } from './list-of-tables.tsx'
import { MovesChart } from './moves-chart.tsx'

/** A dry run: how far it has come, or what it found. */
export function Trial(props: {
  trial: TrialView
  brake: number
  isBusy: boolean
  canSign: boolean
  onSign: (hash: string) => void
  onSave: () => void
}) {
  const { trial, brake, isBusy, canSign, onSign, onSave } = props
  const { result, resultHash } = trial
  if (!result || resultHash === undefined) {
    return <p role="status">{say(RULE_TABLES.trying, { percent: trial.percent })}</p>
  }
  const { asOf, against, people, changed } = result
  const isOver = changed > brake
  return (
    <div class="stack">
      <p role="status">
        {say(RULE_TABLES.trialOf, {
          at: minuteOf(asOf),
          against: `${against.name} ${against.version}`,
          people,
          changed,
        })}
      </p>
      {trial.settles && <p class="soft">{say(RULE_TABLES.settles)}</p>}
      {isOver && (
        <div class="notice">
          <p>{say(RULE_TABLES.overBrake, { brake })}</p>
          <p>{say(RULE_TABLES.trialApprovedBy, { names: namesOf(trial.approvals) })}</p>
          <button type="button" class="button main" disabled={isBusy || !canSign} onClick={() => onSign(resultHash)}>
            {say(RULE_TABLES.approveTrial)}
          </button>
        </div>
      )}
      <MovesChart moves={result.moves} />
      <Matrix moves={result.moves} />
      <Parts title={say(RULE_TABLES.byRule)} parts={result.byRule.map((one) => [ruleName(one), one.moves])} />
      <Parts
        title={say(RULE_TABLES.byDistrict)}
        parts={result.byDistrict.map((one) => [districtName(one), one.moves])}
      />
      <div>
        <button type="button" class="button fit" disabled={isBusy} onClick={onSave}>
          {say(RULE_TABLES.download)}
        </button>
      </div>
    </div>
  )
}

function Matrix({ moves }: { moves: Moves }) {
  return (
    <div class="wide" role="region" aria-label={say(RULE_TABLES.matrix)} tabIndex={0}>
      <table class="plain numbers">
        <caption>{say(RULE_TABLES.matrix)}</caption>
        <thead>
          <tr>
            <th scope="col">{say(RULE_TABLES.fromTo)}</th>
            {COLOURS.map((to) => (
              <th key={to} scope="col">
                <ColourName colour={to} />
              </th>
            ))}
            <th scope="col">{say(RULE_TABLES.total)}</th>
          </tr>
        </thead>
        <tbody>
          {COLOURS.map((from) => (
            <tr key={from}>
              <th scope="row">
                <ColourName colour={from} />
              </th>
              {COLOURS.map((to) => (
                <td key={to} class={from !== to && moves[from][to] > 0 ? 'moved' : ''}>
                  {moves[from][to]}
                </td>
              ))}
              <td>{hadColour(moves, from)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{say(RULE_TABLES.total)}</th>
            {COLOURS.map((to) => (
              <td key={to}>{willHaveColour(moves, to)}</td>
            ))}
            <td>{peopleIn(moves)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  )
}

function Parts({ title, parts }: { title: string; parts: readonly (readonly [string, Moves])[] }) {
  return (
    <div class="wide" role="region" aria-label={title} tabIndex={0}>
      <table class="plain numbers">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="spoken">{title}</span>
            </th>
            <th scope="col">{say(RULE_TABLES.people)}</th>
            <th scope="col">{say(RULE_TABLES.change)}</th>
            {COLOURS.map((to) => (
              <th key={to} scope="col">
                → <ColourName colour={to} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {parts.map(([name, moves]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{peopleIn(moves)}</td>
              <td>{changedIn(moves)}</td>
              {COLOURS.map((to) => (
                <td key={to}>{willHaveColour(moves, to) - moves[to][to]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A colour in word and shape. */
function ColourName({ colour }: { colour: Colour }) {
  return (
    <span class="colour-name">
      <ColourShape colour={colour} /> {say(COLOUR_WORDS[colour])}
    </span>
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
