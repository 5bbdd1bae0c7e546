// A district as the byte that columns have for it: the last two of its six digits, which are not zero.

const CITY = '3101'

/** How many bytes there are for a district. */
export const DISTRICTS = 256

/** No address is known. */
export const UNKNOWN = 0
/** Registered outside the city. */
export const ELSEWHERE = 254
/** There is nobody at this place of the chunk. */
export const NOBODY = 255

/** The byte for the division of an address: a county's six digits, or a street's nine. */
export function districtOf(divisionCode: string | undefined): number {
  if (divisionCode === undefined) return UNKNOWN
  return divisionCode.startsWith(CITY) ? Number(divisionCode.slice(4, 6)) : ELSEWHERE
}

/** A byte as people read it: the district's six digits, `elsewhere` or `unknown`. */
export function nameOfDistrict(district: number): string {
  if (district === UNKNOWN) return 'unknown'
  return district === ELSEWHERE ? 'elsewhere' : `${CITY}${String(district).padStart(2, '0')}`
}
