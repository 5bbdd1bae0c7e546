import type { Colour } from '../../core/colour.ts'
import { SHAPES } from './shapes.ts'

/** The shape that says a colour without colour. It takes the size and the ink of the text around it; the word stands beside it. */
export function ColourShape({ colour }: { colour: Colour }) {
  return (
    <svg class="shape" viewBox="0 0 24 24" aria-hidden="true">
      <path d={SHAPES[colour]} fill="currentColor" fill-rule="evenodd" />
    </svg>
  )
}
