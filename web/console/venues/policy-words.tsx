import { Descriptions } from 'antd'
import type { DoorPolicies } from '../../../contract/venues.ts'
import { COLOUR_WORDS } from '../../kit/dictionary/colours.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { VENUES } from '../../kit/dictionary/venues.ts'
import { say } from '../../kit/language.ts'

type Policy = DoorPolicies['policies'][number]['policy']

const MODES = {
  open: VENUES.modeOpen,
  'takeaway-only': VENUES.modeTakeaway,
  closed: VENUES.modeClosed,
} as const satisfies Record<Policy['mode'], unknown>

const WITHOUT_CODE = {
  'register-here': VENUES.registerHere,
  paper: VENUES.paper,
  'document-entry': VENUES.documentEntry,
} as const satisfies Record<Policy['withoutCode'][number], unknown>

const CANNOT_TELL = {
  'document-and-temperature': VENUES.documentAndTemperature,
  'admit-and-record': VENUES.admitAndRecord,
} as const satisfies Record<Policy['cannotTell'], unknown>

/** What a door policy means for those who come. */
export function PolicyWords({ policy }: { policy: Policy }) {
  const rows: readonly (readonly [label: string, words: string])[] = [
    [say(VENUES.mode), say(MODES[policy.mode])],
    [say(VENUES.admitted), coloursOf(policy.admitted)],
    [say(VENUES.lookedAt), coloursOf(policy.lookedAt)],
    [say(VENUES.refused), coloursOf(policy.refused)],
    [say(VENUES.fever), feverOf(policy.feverCelsius)],
    [say(VENUES.withoutCode), policy.withoutCode.map((way) => say(WITHOUT_CODE[way])).join(say(VENUES.comma))],
    [say(VENUES.cannotTell), say(CANNOT_TELL[policy.cannotTell])],
    [say(VENUES.photo), say(policy.photo ? COMMON.yes : COMMON.no)],
  ]
  return (
    <Descriptions
      size="small"
      column={1}
      bordered
      items={rows.map(([label, children]) => ({ key: label, label, children: children || say(VENUES.none) }))}
    />
  )
}

function coloursOf(colours: Policy['admitted']): string {
  return colours.map((colour) => say(COLOUR_WORDS[colour])).join(say(VENUES.comma))
}

function feverOf(celsius: number | undefined): string {
  return celsius === undefined ? say(VENUES.notMeasured) : say(VENUES.feverFrom, { celsius: celsius.toFixed(1) })
}
