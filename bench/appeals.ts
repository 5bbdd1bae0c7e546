import type { Lags } from './appeals-server.ts'
import { median, type Figure, type Group } from './figure.ts'
import { withMeasured } from './measured.ts'

/** Below what the brake lets a source change within an hour. */
const PEOPLE = 90

/** From the receipt of the source that takes the last of somebody's facts back until his own page is green: the slowest of them all. */
export const group: Group = {
  name: 'appeals',
  async measure(): Promise<Figure[]> {
    return withMeasured({ file: 'appeals-server.ts', args: [PEOPLE] }, async ({ toGreen, ownPage }: Lags) => {
      const value = Math.max(...toGreen)
      const ratio = value / median(ownPage)
      return [{ name: 'appeal.to_colour_s', value, unit: 's', limit: 5, bound: 'value-at-most', ratio }]
    })
  },
}
