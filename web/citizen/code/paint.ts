import { formatShanghai, SECOND } from '../../../core/instant.ts'
import { CODE_CARD } from '../../kit/dictionary/code-card.ts'
import { COLOUR_WORDS } from '../../kit/dictionary/colours.ts'
import { DOCUMENT_NAMES } from '../../kit/dictionary/documents.ts'
import { onPreferences, say } from '../../kit/language.ts'
import { drawQr } from '../../kit/qr.ts'
import { SHAPES } from '../../kit/shapes.ts'
import { validityLine, validUntil } from './age.ts'
import type { CardState, ShownCode } from './card.ts'
import type { Keeper } from './keeper.ts'

// A screenshot passed on is stale after 90 s; a proof of at most 15 s leaves an honest phone the rest for a slow scan.
const PROOF_MS = 15 * SECOND

/** Paints the code into the boxes of the page, and keeps it fresh: a clock by the second, a new proof every 15. */
export function paintCode(keeper: Keeper): void {
  let state: CardState = { kind: 'opening' }
  let painted: ShownCode | undefined
  let proofs: ReturnType<typeof setTimeout> | undefined

  async function paint(next: CardState): Promise<void> {
    state = next
    if (next.kind === 'shown' && (!painted || isOtherProof(painted, next.code))) {
      // Signed first and then laid out at once: a frame more costs a slow phone a fifth of a second.
      painted = next.code
      await showProof()
    } else {
      await parsed()
      face()
    }
  }

  async function showProof(): Promise<void> {
    clearTimeout(proofs)
    const [code] = await Promise.all([keeper.prove(), parsed()])
    face()
    if (code === undefined) return
    drawQr(at<HTMLCanvasElement>('qr'), code, at('qr-box').clientWidth)
    performance.mark('code-painted')
    runDown(at('ring'))
    clearTimeout(proofs)
    proofs = setTimeout(showProof, PROOF_MS)
  }

  function face(): void {
    at('code').hidden = state.kind !== 'shown'
    if (state.kind === 'shown') {
      paintFace(state)
      tell(state)
    } else {
      painted = undefined
    }
  }

  /** Date, time, and the line below the code: what time itself changes. */
  function tell({ code, standing }: Shown): void {
    const now = keeper.now()
    const [date = '', time = ''] = formatShanghai(now).split(' ')
    write('date', date)
    write('time', time)
    write('validity', validityLine(code, standing, now))
    write('spoken', say(CODE_CARD.spoken, { word: say(COLOUR_WORDS[code.colour]), valid: validUntil(code, now) }))
  }

  function tick(): void {
    if (state.kind === 'shown') tell(state)
    setTimeout(tick, SECOND - (keeper.now() % SECOND))
  }

  keeper.paintBy(paint)
  onPreferences(() => void paint(state))
  // Timers sleep in the background: whoever looks again sees a fresh proof at once.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void showProof()
  })
  let width = innerWidth
  globalThis.addEventListener('resize', () => {
    // A phone's address bar that folds away changes only the height.
    if (width !== innerWidth) void showProof()
    width = innerWidth
  })
  tick()
}

type Shown = Extract<CardState, { kind: 'shown' }>

function paintFace({ code }: Shown): void {
  const word = say(COLOUR_WORDS[code.colour])
  at('code').className = `code ${code.colour}`
  at('shape').setAttribute('d', SHAPES[code.colour])
  write('word', word)
  // Once the app has taken the name's place, it stands there to be pressed.
  if (at('holder-name').dataset['taken'] === undefined) write('holder-name', code.maskedName)
  write('holder-document', `${say(DOCUMENT_NAMES[code.document.type])} ****${code.document.lastFour}`)
  at('qr').setAttribute('aria-label', say(CODE_CARD.picture, { word }))
}

/** The page has been read to its end: the script that asks runs in its head. */
export async function parsed(): Promise<void> {
  if (document.readyState !== 'loading') return
  await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }))
}

function isOtherProof(painted: ShownCode, code: ShownCode): boolean {
  // 5 s: a clock that was set costs the proof its freshness; the wavering of the network does not.
  return painted.issuedAt !== code.issuedAt || Math.abs(painted.clockOffset - code.clockOffset) > 5 * SECOND
}

function runDown(ring: HTMLElement): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
  for (const running of ring.getAnimations()) running.cancel()
  // Four steps a second: smooth enough for a thin line, and a phone's battery is spared.
  ring.animate([{ strokeDashoffset: 0 }, { strokeDashoffset: 100 }], { duration: PROOF_MS, easing: 'steps(60)' })
}

function write(id: string, text: string): void {
  const element = at(id)
  if (element.textContent !== text) element.textContent = text
}

function at<Kind extends HTMLElement>(id: string): Kind {
  return document.getElementById(id) as Kind
}
