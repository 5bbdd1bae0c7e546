import { checkCharacter, type IdentityDocument } from '../../core/document.ts'
import streetTable from '../../core/divisions/shanghai-streets.json' with { type: 'json' }
import { chance, chosen } from './chance.ts'
import { SHOW_HANDLES, type Role } from './handles.ts'
import { chineseName, latinName } from './names.ts'

// The made-up people of the demo city. What somebody is follows from the place in the list, who it is from the seed.
// Documents, telephone numbers and addresses are written so that they cannot be anybody's; docs/channels.md says how.

type Kind = 'adult' | 'child' | 'elder' | 'arrival' | 'foreigner' | 'hk-macao' | 'taiwan'

export interface DemoPerson {
  readonly index: number
  readonly kind: Kind
  readonly role: Role | undefined
  readonly name: string
  readonly document: IdentityDocument
  /** Undefined for old people who have none. */
  readonly phone: string | undefined
  readonly address: { readonly divisionCode: string; readonly detail: string }
  /** How far the person has come when the city is made. */
  readonly standing: 'confirmed' | 'awaiting-staff' | 'unregistered'
  readonly inRegister: boolean
  readonly residesHere: boolean
  /** Whether the sign-in provider vouches for the document. */
  readonly vouchedFor: boolean
  /** Where the person was last week, if in a listed area. */
  readonly stayed: 'medium' | 'high' | undefined
}

/** The made-up person at a place from 0. Pure: the same seed and place, the same person. */
export function demoPerson(seed: string, index: number): DemoPerson {
  const role = SHOW_HANDLES[index]?.role
  const { kind, standing, stayed, phoneless } = role ? ROLE_LIVES[role](index) : lifeInTheCrowd(index)
  const inRegister = kind === 'adult' || kind === 'child' || kind === 'elder' || kind === 'arrival'
  return {
    index,
    kind,
    role,
    name: kind === 'foreigner' ? latinName(seed, index) : chineseName(seed, index),
    document: documentOf(seed, index, kind),
    phone: phoneless ? undefined : phoneOf(index),
    address: addressOf(seed, index),
    standing,
    inRegister,
    residesHere: inRegister && kind !== 'arrival',
    vouchedFor: role !== 'plain',
    stayed,
  }
}

interface Life {
  readonly kind: Kind
  readonly standing: DemoPerson['standing']
  readonly stayed?: 'medium' | 'high'
  readonly phoneless?: boolean
}

const RESIDENT: Life = { kind: 'adult', standing: 'confirmed' }
const UNREGISTERED: Life = { kind: 'adult', standing: 'unregistered' }

const ROLE_LIVES: Readonly<Record<Role, (index: number) => Life>> = {
  green: () => RESIDENT,
  yellow: () => ({ ...RESIDENT, stayed: 'medium' }),
  red: () => ({ ...RESIDENT, stayed: 'high' }),
  new: () => UNREGISTERED,
  plain: () => UNREGISTERED,
  away: () => ({ kind: 'arrival', standing: 'unregistered' }),
  arrival: () => ({ kind: 'arrival', standing: 'confirmed' }),
  visitor: () => ({ kind: 'foreigner', standing: 'unregistered' }),
  foreigner: () => ({ kind: 'foreigner', standing: 'awaiting-staff' }),
  permit: (index) => ({ kind: index % 2 === 0 ? 'hk-macao' : 'taiwan', standing: 'confirmed' }),
  child: () => ({ kind: 'child', standing: 'confirmed' }),
  elder: () => ({ kind: 'elder', standing: 'unregistered', phoneless: true }),
  guard: () => RESIDENT,
  staff: () => RESIDENT,
  officer: () => RESIDENT,
  appeal: () => RESIDENT,
  department: () => RESIDENT,
  auditor: () => RESIDENT,
  admin: () => RESIDENT,
  venue: () => RESIDENT,
  doubted: () => RESIDENT,
  steward: () => RESIDENT,
}

// Of a hundred: 60 adults, 12 children, 12 old people, 8 from other provinces, 4 foreigners, 3 permit holders, and one
// more adult who has not registered.
function lifeInTheCrowd(index: number): Life {
  const slot = index % 100
  if (slot === 20) return { ...RESIDENT, stayed: 'medium' }
  if (slot === 21 && index % 200 < 100) return { ...RESIDENT, stayed: 'high' }
  if (slot < 58) return RESIDENT
  if (slot < 60) return UNREGISTERED
  if (slot < 72) return { kind: 'child', standing: slot < 68 ? 'confirmed' : 'unregistered' }
  if (slot < 78) return { kind: 'elder', standing: 'confirmed' }
  if (slot < 84) return { kind: 'elder', standing: 'unregistered', phoneless: true }
  if (slot < 92) return { kind: 'arrival', standing: slot < 91 ? 'confirmed' : 'unregistered' }
  if (slot < 96) return { kind: 'foreigner', standing: slot < 95 ? 'confirmed' : 'awaiting-staff' }
  if (slot < 98) return { kind: 'hk-macao', standing: 'confirmed' }
  return slot === 98 ? { kind: 'taiwan', standing: 'confirmed' } : UNREGISTERED
}

function documentOf(seed: string, index: number, kind: Kind): IdentityDocument {
  const four = String(index).padStart(4, '0')
  switch (kind) {
    case 'adult':
    case 'child':
    case 'elder':
      return { type: 'resident-id', number: residentId('31', birthDate(seed, index, kind), index) }
    case 'arrival': {
      const province = chosen(PROVINCES, seed, index, 'province')
      return { type: 'resident-id', number: residentId(province, birthDate(seed, index, kind), index) }
    }
    // Numbers are given out upwards from 1, and none near the end of the range has been reached.
    case 'hk-macao':
      return { type: 'hk-macao-permit', number: `H9999${four}` }
    case 'taiwan':
      return { type: 'taiwan-permit', number: `9999${four}` }
    case 'foreigner':
      return { type: 'passport', number: `DEMO0${four}` }
  }
}

// Beijing, Jiangsu, Zhejiang, Anhui, Jiangxi, Henan, Hubei, Sichuan.
const PROVINCES = ['11', '32', '33', '34', '36', '41', '42', '51']

// GB/T 2260 has no county without a prefecture: a division code of a province, 00 and then 98 or 99 is nobody's. Two of
// them, for a sequence number holds a thousand people.
function residentId(province: string, birthDay: string, index: number): string {
  const division = `${province}00${98 + Math.floor(index / 1_000)}`
  const seventeen = `${division}${birthDay}${String(index % 1_000).padStart(3, '0')}`
  return seventeen + checkCharacter(seventeen)
}

const BORN: Readonly<Record<'adult' | 'child' | 'elder' | 'arrival', { from: number; years: number }>> = {
  adult: { from: 1962, years: 42 },
  child: { from: 2010, years: 10 },
  elder: { from: 1934, years: 25 },
  arrival: { from: 1965, years: 38 },
}

function birthDate(seed: string, index: number, kind: keyof typeof BORN): string {
  const { from, years } = BORN[kind]
  const year = from + chance(years, seed, index, 'year')
  const month = 1 + chance(12, seed, index, 'month')
  const dayOfMonth = 1 + chance(28, seed, index, 'day of month')
  return `${year}${String(month).padStart(2, '0')}${String(dayOfMonth).padStart(2, '0')}`
}

// As far as published lists of prefixes say, no operator has been given 154.
function phoneOf(index: number): string {
  return `1540000${String(index).padStart(4, '0')}`
}

const STREETS = Object.keys(streetTable.streets)

// The street is real, the road and the house are not.
function addressOf(seed: string, index: number): DemoPerson['address'] {
  const lane = 1 + chance(900, seed, index, 'lane')
  const house = 1 + chance(60, seed, index, 'house')
  const room = 100 * (1 + chance(6, seed, index, 'floor')) + 1 + chance(4, seed, index, 'room')
  return { divisionCode: chosen(STREETS, seed, index, 'street'), detail: `虚构路 ${lane} 弄 ${house} 号 ${room} 室` }
}
