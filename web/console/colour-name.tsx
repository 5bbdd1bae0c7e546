import type { Colour } from '../../core/colour.ts'
import { COLOUR_WORDS } from '../kit/dictionary/colours.ts'
import { say } from '../kit/language.ts'
import { SHAPES } from '../kit/shapes.ts'

/** A colour in word and shape; the shape takes the size and the ink of the text around it. */
export function ColourName({ colour }: { colour: Colour }) {
  return (
    <span className="colour-name">
      <svg className="shape" viewBox="0 0 24 24" aria-hidden="true">
        <path d={SHAPES[colour]} fill="currentColor" fillRule="evenodd" />
      </svg>{' '}
      {say(COLOUR_WORDS[colour])}
    </span>
  )
}
