import { COLOURS, type Colour } from './colour.ts'

// How many people go from which colour to which, as a dry run counts them: pages and workbooks add them up alike.

/** `moves.green.red` were green and would be red. */
export type ColourMoves = Readonly<Record<Colour, Readonly<Record<Colour, number>>>>

/** Every way to change colour. */
export const CHANGES: readonly { readonly from: Colour; readonly to: Colour }[] = COLOURS.flatMap((from) =>
  COLOURS.filter((to) => to !== from).map((to) => ({ from, to })),
)

/** All people that are counted. */
export function peopleIn(moves: ColourMoves): number {
  return COLOURS.reduce((sum, from) => sum + COLOURS.reduce((ofFrom, to) => ofFrom + moves[from][to], 0), 0)
}

/** Those who change colour. */
export function changedIn(moves: ColourMoves): number {
  return CHANGES.reduce((sum, { from, to }) => sum + moves[from][to], 0)
}

/** Those who have a colour before. */
export function hadColour(moves: ColourMoves, colour: Colour): number {
  return COLOURS.reduce((sum, to) => sum + moves[colour][to], 0)
}

/** Those who have a colour afterwards. */
export function willHaveColour(moves: ColourMoves, colour: Colour): number {
  return COLOURS.reduce((sum, from) => sum + moves[from][colour], 0)
}
