// The national divisions: which code a county has, and what it is called. The tables are handed in: servers import
// core/divisions/*.json, pages fetch them.

type Names = Readonly<Record<string, string>>

/** Where a table of divisions comes from. */
export interface DivisionSource {
  readonly name: string
  readonly version: string
  readonly licence: string
  readonly address: string
  readonly origin: string
}

/** Names by code: provinces by 2 digits, cities by 4, counties by 6. A county's code begins with its city's. */
export interface CountyTable {
  readonly source: DivisionSource
  readonly provinces: Names
  readonly cities: Names
  readonly counties: Names
}

/** Shanghai: districts by 6 digits; streets, towns and zones by 9. */
export interface StreetTable {
  readonly source: DivisionSource
  readonly districts: Names
  readonly streets: Names
}

/** A place as published lists write it. */
export interface WrittenPlace {
  readonly province: string
  readonly city: string
  readonly county: string
}

/** A county's code; `rest` is what stood in the county field and lies within the county: a street, a town. */
export interface ResolvedCounty {
  readonly code: string
  readonly rest?: string
}

/**
 * The code of a county as published lists write it, or undefined when no division of the table answers to it: it never
 * guesses. Known ways of writing: a municipality twice; a district of Beijing, or a county run by its province, in the
 * city field; `省直辖县级行政单位` or an unlisted authority as city; `市辖区` for a city without districts; towns of such
 * a city in the county field; the zones' usual abbreviations (高新区, 经开区) where only one zone answers to it.
 */
export function resolveCounty(table: CountyTable, place: WrittenPlace): ResolvedCounty | undefined {
  const [province, city, county] = [plain(place.province), plain(place.city), plain(place.county)]
  const provinceCode = codesNamed(table.provinces, '', province)[0]
  if (provinceCode === undefined || city === '') return undefined
  if (city === province) return found(codesNamed(table.counties, provinceCode, county))

  const cityCode = codesNamed(table.cities, provinceCode, city)[0]
  if (cityCode !== undefined) return inCity(table.counties, cityCode, { province, city, county })

  const cityAsCounty = found(codesNamed(table.counties, provinceCode, city))
  if (cityAsCounty === undefined) return found(codesNamed(table.counties, provinceCode, county))
  return county === city ? cityAsCounty : { ...cityAsCounty, rest: place.county.trim() }
}

/** The full name of a county, such as "河北省邯郸市鸡泽县"; undefined for a code that the table does not have. */
export function nameOf(table: CountyTable, code: string): string | undefined {
  const county = table.counties[code]
  if (county === undefined) return undefined
  const city = table.cities[code.slice(0, 4)] ?? ''
  // "市辖区", "县" and "省直辖县级行政区划" are headings of the table, and a city without counties is its own county.
  const heading = city === '市辖区' || city === '县' || city.includes('直辖') || city === county
  return `${table.provinces[code.slice(0, 2)]}${heading ? '' : city}${county}`
}

/** The full name of a street or town of Shanghai, such as "上海市浦东新区花木街道"; undefined for an unknown code. */
export function nameOfStreet(table: StreetTable, code: string): string | undefined {
  const street = table.streets[code]
  return street === undefined ? undefined : `上海市${table.districts[code.slice(0, 6)]}${street}`
}

/** Whether a code of Shanghai is as narrow as there is: a street's, or that of a district without streets. */
export function isNarrowest(table: Pick<StreetTable, 'districts' | 'streets'>, code: string): boolean {
  if (Object.hasOwn(table.streets, code)) return true
  return Object.hasOwn(table.districts, code) && !codesOf(table.streets).some((street) => street.startsWith(code))
}

function inCity(counties: Names, cityCode: string, place: WrittenPlace): ResolvedCounty | undefined {
  const codes = codesOf(counties).filter((code) => code.startsWith(cityCode))
  const own = codes.length === 1 && counties[codes[0]!] === place.city ? codes[0] : undefined
  // Dongguan, Zhongshan, Danzhou and Jiayuguan have no counties: the city is its own, and its towns take the field.
  if (own !== undefined) {
    const whole = place.county === '市辖区' || place.county === place.city || place.county === ''
    return whole ? { code: own } : { code: own, rest: place.county }
  }
  // "经开区(汉南区)": the same authority by its two names, of which one is a division.
  const second = /\((.+)\)$/.exec(place.county)?.[1] ?? ''
  return (
    found(codesNamed(counties, cityCode, place.county)) ??
    found(codesNamed(counties, cityCode, second)) ??
    found(codes.filter((code) => isZoneCode(code) && zoneAnswers(counties[code]!, place)))
  )
}

// The statistics bureau numbers zones that are no divisions of the state from 71 to 80.
function isZoneCode(code: string): boolean {
  const number = Number(code.slice(4))
  return number >= 71 && number <= 80
}

function zoneAnswers(zone: string, place: WrittenPlace): boolean {
  const usual = usualZoneName(zone, place)
  const listed = usualZoneName(place.county, place)
  if (listed === '开发区') return /(高新|经开)区$/.test(usual)
  // "净月区" is 长春净月高新技术产业开发区, "航空港区" is 郑州航空港经济综合实验区.
  return usual === listed || usual.replace(/(高新|经开|经济综合实验)区$/, '区') === listed
}

// "长春汽车经济技术开发区" in 长春市 is "汽车经开区", "济南高新技术产业开发区" in 济南市 is "高新区".
function usualZoneName(name: string, place: WrittenPlace): string {
  let short = name
  for (const authority of [place.province, stem(place.province), place.city, stem(place.city)]) {
    if (short.startsWith(authority)) short = short.slice(authority.length)
  }
  return short.replace(/高新技术(产业)?(开发区|园区)$/, '高新区').replace(/经济(技术)?开发区$/, '经开区')
}

function stem(authority: string): string {
  return authority.replace(/(省|市|地区|自治区|自治州|盟)$/, '')
}

// The table's own names of provinces, cities and counties are plain already.
function plain(name: string): string {
  return name.normalize('NFKC').replace(/\s/gu, '')
}

function codesNamed(names: Names, front: string, name: string): string[] {
  return codesOf(names).filter((code) => names[code] === name && code.startsWith(front))
}

// A remembered list of the keys: making it anew for each of 1,169 counties of a list took half a second.
function codesOf(names: Names): readonly string[] {
  const codes = known.get(names) ?? Object.keys(names)
  known.set(names, codes)
  return codes
}

const known = new WeakMap<Names, readonly string[]>()

// Two divisions that answer to one name are no answer.
function found(codes: readonly string[]): ResolvedCounty | undefined {
  return codes.length === 1 ? { code: codes[0]! } : undefined
}
