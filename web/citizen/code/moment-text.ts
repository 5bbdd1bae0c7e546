import { civil, dayOf, formatShanghai, instant, type Instant } from '../../../core/instant.ts'
import { language } from '../../kit/language.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A moment on Shanghai's clocks as people say it: 5月5日 0时, 5月5日 14:30; with its year where that is another than this one. */
export function momentText(at: Instant): string {
  const { year, month, dayOfMonth } = civil(dayOf(at))
  const isThisYear = year === civil(dayOf(instant(Date.now()))).year
  const time = formatShanghai(at).slice(11, 16)
  if (language() === 'en') return `${dayOfMonth} ${MONTHS[month - 1]}${isThisYear ? '' : ` ${year}`}, ${time}`
  return `${isThisYear ? '' : `${year}年`}${month}月${dayOfMonth}日 ${time === '00:00' ? '0时' : time}`
}
