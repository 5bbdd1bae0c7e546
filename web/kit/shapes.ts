import type { Colour } from '../../core/colour.ts'

/** The shape beside each colour's word, as an SVG path in a box of 24 by 24 (fill rule even-odd): circle, triangle, square, ring. */
export const SHAPES: Readonly<Record<Colour, string>> = {
  green: 'M12 2a10 10 0 1 1 0 20a10 10 0 1 1 0-20z',
  yellow: 'M12 2 23 21.5H1z',
  red: 'M3 3h18v18H3z',
  grey: 'M12 2a10 10 0 1 1 0 20a10 10 0 1 1 0-20zM12 6a6 6 0 1 0 0 12a6 6 0 1 0 0-12z',
}
