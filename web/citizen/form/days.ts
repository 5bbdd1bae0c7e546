import { civil, day, formatDay, type Day } from '../../../core/instant.ts'
import { FORM } from '../../kit/dictionary/form.ts'
import { language, say, type Text } from '../../kit/language.ts'
import type { Option } from '../../kit/form/fields.tsx'

const WEEKDAYS = { zh: '日一二三四五六', en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] }
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
// 1970-01-01 was a Thursday.
const FIRST_WEEKDAY = 4

const NEAR: ReadonlyMap<number, Text> = new Map<number, Text>([
  [0, FORM.today],
  [-1, FORM.yesterday],
  [1, FORM.tomorrow],
])

/** Today and the `count` days before it, to choose from: no date picker, which many people find hard. */
export function recentDays(today: Day, count: number): Option[] {
  return Array.from({ length: count + 1 }, (_, back) => optionFor(day(today - back), today))
}

/** The `count` days after today. */
export function comingDays(today: Day, count: number): Option[] {
  return Array.from({ length: count }, (_, ahead) => optionFor(day(today + ahead + 1), today))
}

/** A day as people say it: 4月15日 周五. */
export function dayText(of: Day): string {
  const { month, dayOfMonth } = civil(of)
  const weekday = (((of + FIRST_WEEKDAY) % 7) + 7) % 7
  if (language() === 'en') return `${WEEKDAYS.en[weekday]} ${dayOfMonth} ${MONTHS[month - 1]}`
  return `${month}月${dayOfMonth}日 周${WEEKDAYS.zh[weekday]}`
}

function optionFor(of: Day, today: Day): Option {
  const text = dayText(of)
  const near = NEAR.get(of - today)
  return { value: formatDay(of), label: near ? say(near, { day: text }) : text }
}
