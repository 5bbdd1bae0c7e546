import streetTable from '../../core/divisions/shanghai-streets.json' with { type: 'json' }
import type { VenueKind } from '../../core/venue.ts'
import type { ShippedPolicy } from '../venues/venues.ts'
import { chance, chosen } from './chance.ts'
import { GUARDS_OF_EVERY_DOOR } from './handles.ts'
import { HEALTH_ORGANISATIONS } from './signatures.ts'

// The made-up venues and organisations of the demo city, in real districts and streets.

export interface DemoVenue {
  readonly name: string
  readonly kind: VenueKind
  readonly policy: ShippedPolicy
  readonly divisionCode: string
  readonly address: string
  /** The place of its organisation in `DEMO_ORGANISATIONS`. */
  readonly organisation: number
  readonly gates: readonly string[]
}

const VENUES = 200

const DOORS: readonly { policy: ShippedPolicy; kind: DemoVenue['kind']; name: string }[] = [
  { policy: 'service-hall', kind: 'service-hall', name: '服务大厅' },
  { policy: 'park', kind: 'park', name: '公园' },
  { policy: 'cafe-takeaway', kind: 'cafe', name: '外带咖啡店' },
  { policy: 'cafe-open', kind: 'cafe', name: '咖啡馆' },
  { policy: 'hospital-emergency', kind: 'hospital', name: '医院急诊部' },
]

const DISTRICTS = Object.entries(streetTable.districts)

/**
 * One organisation with a door of every kind, one for each district, the one that confirms identities, and those of the health
 * officers.
 */
export const DEMO_ORGANISATIONS: readonly { name: string; kind: string; organisationId?: string }[] = [
  { name: '全市样板场所管理处（演示）', kind: 'venue-operator' },
  ...DISTRICTS.map(([, district]) => ({ name: `${district}场所管理处（演示）`, kind: 'venue-operator' })),
  { name: '身份核验中心（演示）', kind: 'identity' },
  ...HEALTH_ORGANISATIONS.map(({ organisationId, name }) => ({ organisationId, name: name.zh, kind: 'health' })),
]

/** The organisation of those who confirm identities. */
export const IDENTITY_ORGANISATION = DISTRICTS.length + 1

/** The organisation of a guard by his place among the guards. */
export function organisationOfGuard(place: number): number {
  return place < GUARDS_OF_EVERY_DOOR ? 0 : 1 + ((place - GUARDS_OF_EVERY_DOOR) % DISTRICTS.length)
}

/** The organisation of a health officer by his place among them. */
export function organisationOfOfficer(place: number): number {
  return IDENTITY_ORGANISATION + 1 + place
}

/** The 200 venues: first one of each kind for the organisation of every door, then the districts in turn. */
export function demoVenues(seed: string): DemoVenue[] {
  const named = new Map<string, number>()
  return Array.from({ length: VENUES }, (_, place) => {
    const door = DOORS[place < DOORS.length ? place : (place + Math.floor(place / DISTRICTS.length)) % DOORS.length]!
    const district = place % DISTRICTS.length
    const [districtCode, districtName] = DISTRICTS[district]!
    const streets = Object.entries(streetTable.streets).filter(([code]) => code.startsWith(districtCode))
    const [divisionCode, street] = chosen(streets, seed, 'venue', place, 'street')
    const number = 1 + chance(1_200, seed, 'venue', place, 'number')
    const name = place < DOORS.length ? `演示${door.name}` : `${street}演示${door.name}`
    const again = (named.get(name) ?? 0) + 1
    named.set(name, again)
    return {
      name: again === 1 ? name : `${name}（${again}）`,
      kind: door.kind,
      policy: door.policy,
      divisionCode,
      address: `上海市${districtName}${street}虚构路 ${number} 号`,
      organisation: place < DOORS.length ? 0 : 1 + district,
      gates: GATE_NAMES.slice(0, 1 + chance(GATE_NAMES.length, seed, 'venue', place, 'gates')),
    }
  })
}

const GATE_NAMES = ['正门', '东门', '地库入口']
