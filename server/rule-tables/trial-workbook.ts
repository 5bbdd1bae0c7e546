import { COLOURS, type Colour } from '../../core/colour.ts'
import { formatShanghai } from '../../core/instant.ts'
import { CHANGES, changedIn, hadColour, peopleIn, willHaveColour } from '../../core/moves.ts'
import type { DryRunResult, Moves } from '../risk/dry-run.ts'
import { districtName } from './district-name.ts'
import { writeSheets } from './workbook.ts'

// A dry run as a workbook: from which colour to which, by rule and by district.

const WORDS: Readonly<Record<Colour, string>> = {
  green: '绿 green',
  yellow: '黄 yellow',
  red: '红 red',
  grey: '灰 grey',
}

/** What a dry run found as xlsx; `hash` is what is signed for it. */
export async function writeTrialXlsx(found: DryRunResult, hash: string): Promise<Buffer> {
  return writeSheets([
    { name: '概要 summary', lines: summaryLines(found, hash) },
    { name: '从到 from-to', lines: matrixLines(found.moves) },
    { name: '按规则 by rule', lines: partLines('规则 rule', found.byRule.map(ofRule)) },
    { name: '按原规则 by rule before', lines: partLines('原规则 rule before', found.byRuleBefore.map(ofRule)) },
    {
      name: '按区 by district',
      lines: partLines(
        '区 district',
        found.byDistrict.map(({ district, moves }) => [`${district} ${districtName(district) ?? ''}`.trim(), moves]),
      ),
    },
  ])
}

type Line = (string | number)[]
type Part = readonly [name: string, moves: Moves]

function summaryLines(found: DryRunResult, hash: string): Line[] {
  const { table, against, asOf, people, changed } = found
  return [
    ['项目 what', '值 value'],
    ['规则表 table', `${table.name} ${table.version}`],
    ['对照 against', `${against.name} ${against.version}`],
    ['时刻 as of', formatShanghai(asOf)],
    ['人数 people', people],
    ['变色人数 people who change', changed],
    ['结果的哈希 hash of the result', hash],
  ]
}

function matrixLines(moves: Moves): Line[] {
  return [
    ['从 \\ 到 from \\ to', ...COLOURS.map((to) => WORDS[to]), '合计 total'],
    ...COLOURS.map((from): Line => [WORDS[from], ...COLOURS.map((to) => moves[from][to]), hadColour(moves, from)]),
    ['合计 total', ...COLOURS.map((to) => willHaveColour(moves, to)), peopleIn(moves)],
  ]
}

function partLines(heading: string, parts: readonly Part[]): Line[] {
  return [
    [heading, '人数 people', '变色 change', ...CHANGES.map(({ from, to }) => `${WORDS[from]} → ${WORDS[to]}`)],
    ...parts.map(([name, moves]): Line => [
      name,
      peopleIn(moves),
      changedIn(moves),
      ...CHANGES.map(({ from, to }) => moves[from][to]),
    ]),
  ]
}

function ofRule({ ruleId, moves }: { ruleId?: string | undefined; moves: Moves }): Part {
  return [ruleId ?? '（无 none）', moves]
}
