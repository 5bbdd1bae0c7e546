import { utf8 } from '../../core/bytes.ts'
import { day, dayOf, formatDay, type Instant } from '../../core/instant.ts'

// Made-up risk-area lists in the form of the national ones of 2022, dated so that whoever starts the demo finds them
// current. The counties are real and lie outside Shanghai, the communities do not exist and say so.

interface Group {
  readonly province: string
  readonly city: string
  readonly county: string
  readonly communities: readonly string[]
}

const LAKE: Group = {
  province: '江苏省',
  city: '苏州市',
  county: '吴中区',
  communities: ['虚构湖畔花园', '虚构太湖新村'],
}
const TEA: Group = {
  province: '浙江省',
  city: '杭州市',
  county: '西湖区',
  communities: ['虚构茶田新村', '虚构映山公寓'],
}
const HILL: Group = { province: '安徽省', city: '合肥市', county: '蜀山区', communities: ['虚构蜀麓小区'] }
// As the lists wrote Beijing: the district as city, the street as county.
const LANE: Group = { province: '北京市', city: '朝阳区', county: '双井街道', communities: ['虚构里社区'] }

const LISTS: readonly { daysAgo: number; hour: number; high: readonly Group[]; medium: readonly Group[] }[] = [
  { daysAgo: 6, hour: 22, high: [LAKE], medium: [TEA, HILL] },
  { daysAgo: 3, hour: 15, high: [LAKE], medium: [TEA, HILL, LANE] },
  { daysAgo: 1, hour: 9, high: [LAKE], medium: [TEA, LANE] },
]

/** The lists that the demo city knows at a moment, oldest first, as files. */
export function demoAreaLists(now: Instant): { fileName: string; bytes: Uint8Array }[] {
  return LISTS.map(({ daysAgo, hour, high, medium }) => {
    const published = day(dayOf(now) - daysAgo)
    const list = {
      data: {
        end_update_time: `${formatDay(published)} ${hour}时`,
        hcount: countCommunities(high),
        mcount: countCommunities(medium),
        highlist: high.map(asPublished),
        middlelist: medium.map(asPublished),
      },
      code: 0,
      msg: '演示名单，全部虚构',
    }
    return { fileName: `demo-${formatDay(published)}.json`, bytes: utf8(JSON.stringify(list)) }
  })
}

/** A stay in an area that is on all of the lists, as somebody declares it. */
export function demoStay(
  now: Instant,
  level: 'medium' | 'high',
): { divisionCode: string; community: string; from: string; to: string } {
  const today = dayOf(now)
  const place =
    level === 'high'
      ? { divisionCode: '320506', community: LAKE.communities[0]! }
      : { divisionCode: '330106', community: TEA.communities[0]! }
  return { ...place, from: formatDay(day(today - 5)), to: formatDay(day(today - 3)) }
}

/** A place that is on none of the lists, for those who arrive from elsewhere. */
export const UNLISTED_PLACE = { divisionCode: '330402', community: '虚构南湖家园' }

function asPublished({ province, city, county, communities }: Group): object {
  return { type: '2', province, city, county, area_name: `${province} ${city} ${county}`, communitys: communities }
}

function countCommunities(groups: readonly Group[]): number {
  return groups.reduce((sum, { communities }) => sum + communities.length, 0)
}
