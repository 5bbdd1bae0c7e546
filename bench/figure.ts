/** One measured figure. `ratio` is value to a baseline of the same run, where one was measured; `limit` is what it must keep to. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly limit: number
  /** Whether the limit is a ceiling or a floor, and whether it binds the value or the ratio. */
  readonly bound: 'value-at-most' | 'value-at-least' | 'ratio-at-least' | 'ratio-at-most'
  readonly ratio: number | undefined
}

/** A group of figures that are measured together. */
export interface Group {
  readonly name: string
  measure(): Promise<Figure[]>
}

/** Whether a figure keeps its limit. */
export function isKept(figure: Figure): boolean {
  switch (figure.bound) {
    case 'value-at-most':
      return figure.value <= figure.limit
    case 'value-at-least':
      return figure.value >= figure.limit
    case 'ratio-at-least':
      return figure.ratio !== undefined && figure.ratio >= figure.limit
    case 'ratio-at-most':
      return figure.ratio !== undefined && figure.ratio <= figure.limit
  }
}

/** The middle one of an odd number of measurements, the mean of the two middle ones otherwise. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** A number with three or four telling digits. */
function telling(value: number): number {
  return Number(value.toPrecision(4))
}

/** A figure as people read it, with a mark whether it keeps its limit. */
export function asLine(figure: Figure): string {
  const { name, value, unit, limit, bound, ratio } = figure
  const words = `${bound.startsWith('ratio') ? 'ratio ' : ''}${bound.endsWith('most') ? 'at most' : 'at least'} ${limit}`
  const against = ratio === undefined ? '' : `  ratio ${telling(ratio)}`
  return `${isKept(figure) ? '✔' : '✖'} ${name} ${telling(value)} ${unit}  (${words})${against}`
}

/** The same as a program reads it: one object a line. */
export function asJson({ name, value, unit, limit, ratio }: Figure): string {
  const toldRatio = ratio === undefined ? null : telling(ratio)
  return JSON.stringify({ name, value: telling(value), unit, limit, ratio: toldRatio })
}
