import { blindIndex, type MasterKeys } from '../kit/seal.ts'

// Where somebody says that he lives stands sealed in his claim. An officer of a district or a street finds what waits there by
// keyed hashes of its code, and what opens says whether that was right.

const DISTRICT = 6
const STREET = 9

/** What a claim is found by. */
export interface ClaimPlace {
  readonly districtHash: Uint8Array
  /** Null where the address names no street. */
  readonly streetHash: Uint8Array | null
}

/** The keyed hashes of the district and the street of an address. */
export function placeOfClaim(keys: MasterKeys, divisionCode: string): ClaimPlace {
  const street = divisionCode.length >= STREET ? placeHash(keys, divisionCode.slice(0, STREET)) : null
  return { districtHash: placeHash(keys, divisionCode.slice(0, DISTRICT)), streetHash: street }
}

/** By which column, and by what in it, claims of a jurisdiction are found; undefined: all are. */
export function claimsIn(
  keys: MasterKeys,
  division: string,
): { column: 'registration.district_hash' | 'registration.street_hash'; hash: Uint8Array } | undefined {
  if (division === '') return undefined
  const column = division.length === STREET ? 'registration.street_hash' : 'registration.district_hash'
  return { column, hash: placeHash(keys, division) }
}

function placeHash(keys: MasterKeys, code: string): Uint8Array {
  return blindIndex(keys, 'claim-place', code)
}
