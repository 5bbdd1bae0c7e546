import { isNarrowest, type StreetTable } from '../../../core/divisions.ts'
import { PEOPLE } from '../../kit/dictionary/people.ts'
import { say } from '../../kit/language.ts'
import type { Option } from '../choice.tsx'

/** What a jurisdiction is called: the whole city, a district, or a street of one; its code where no name is known. */
export function placeName(code: string, places: StreetTable | undefined): string {
  if (code === '') return say(PEOPLE.wholeCity)
  const district = places?.districts[code.slice(0, 6)]
  if (district === undefined) return code
  return code.length === 6 ? district : `${district} ${places?.streets[code] ?? code}`
}

/** Every jurisdiction there is, to choose from: the streets under their districts. */
export function placesToChoose(places: StreetTable | undefined): Option<string>[] {
  return [{ value: '', label: say(PEOPLE.wholeCity) }, ...placesWithin(places, '')]
}

/** The districts and streets that lie in a jurisdiction, to choose from. */
export function placesWithin(places: StreetTable | undefined, division: string): Option<string>[] {
  const all = Object.entries(places?.districts ?? {}).flatMap(([code, district]) => [
    { value: code, label: district, group: district },
    ...Object.entries(places?.streets ?? {})
      .filter(([street]) => street.startsWith(code))
      .map(([value, street]) => ({ value, label: `${district} ${street}`, group: district })),
  ])
  return all.filter(({ value }) => value.startsWith(division))
}

/** Of these the narrowest: where a venue can lie. */
export function streetsWithin(places: StreetTable, division: string): Option<string>[] {
  return placesWithin(places, division).filter(({ value }) => isNarrowest(places, value))
}
