import { civil, dayOf, formatShanghai, type Instant } from '../../../core/instant.ts'
import { language } from '../../kit/language.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A moment on Shanghai's clocks as people say it: 5月5日 0时, 5月5日 14:30. */
export function momentText(at: Instant): string {
  const { month, dayOfMonth } = civil(dayOf(at))
  const time = formatShanghai(at).slice(11, 16)
  if (language() === 'en') return `${dayOfMonth} ${MONTHS[month - 1]}, ${time}`
  return `${month}月${dayOfMonth}日 ${time === '00:00' ? '0时' : time}`
}
