/** What a person's code says. Grey is "not known yet": it is nobody's fault and never an accusation. */
export type Colour = 'green' | 'yellow' | 'red' | 'grey'

export const COLOURS: readonly Colour[] = ['green', 'yellow', 'red', 'grey']

/** Whether something read is the name of a colour. */
export function isColour(word: unknown): word is Colour {
  return COLOURS.some((colour) => colour === word)
}

/** The two bits of the colour list (Token Status List format with our meanings); 1 is also "struck off". */
export const LIST_VALUE: Readonly<Record<Colour, 0 | 1 | 2 | 3>> = { green: 0, grey: 1, yellow: 2, red: 3 }

/** The colour of each value of the list. Grey stands for every "no colour". */
export const LIST_COLOURS: readonly Colour[] = COLOURS.toSorted((a, b) => LIST_VALUE[a] - LIST_VALUE[b])

const SEVERITY: Readonly<Record<Colour, number>> = { green: 0, grey: 1, yellow: 2, red: 3 }

/** The worse of two colours: red, then yellow, then grey, then green. */
export function worse(a: Colour, b: Colour): Colour {
  return SEVERITY[a] >= SEVERITY[b] ? a : b
}
