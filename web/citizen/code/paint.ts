import { PREFIX } from '../../../core/code/format.ts'
import { formatShanghai, SECOND } from '../../../core/instant.ts'
import { CODE_CARD } from '../../kit/dictionary/code-card.ts'
import { COLOUR_WORDS } from '../../kit/dictionary/colours.ts'
import { DOCUMENT_NAMES } from '../../kit/dictionary/documents.ts'
import { onPreferences, say } from '../../kit/language.ts'
import { encodeQr } from '../../kit/qr-encode.ts'
import { drawQr } from '../../kit/qr.ts'
import { SHAPES } from '../../kit/shapes.ts'
import { validityLine, validUntil } from './age.ts'
import type { CardState, ShownCode } from './card.ts'
import type { Keeper } from './keeper.ts'

// A screenshot passed on is stale after 90 s; a proof of at most 15 s leaves an honest phone the rest for a slow scan.
const PROOF_MS = 15 * SECOND

// Han characters and digits, for both have fonts of their own; and about the length of a code.
const REHEARSED = '随申码 0:-*'
const REHEARSED_LENGTH = 430

/** Paints the code into the boxes of the page, and keeps it fresh: a clock by the second, a new proof every 15. */
export function paintCode(keeper: Keeper): void {
  let state: CardState = { kind: 'opening' }
  let painted: ShownCode | undefined
  let proofs: ReturnType<typeof setTimeout> | undefined
  let ticks: ReturnType<typeof setTimeout> | undefined
  let drawnWidth = 0

  async function paint(next: CardState): Promise<void> {
    state = next
    if (next.kind === 'shown' && (!painted || isOtherProof(painted, next.code))) {
      // Signed first and then laid out at once: a frame more costs a slow phone a fifth of a second. A key that the browser half
      // lost signs nothing: then nothing is painted, and the next code is another proof even if it was issued in the same second.
      painted = undefined
      await showProof()
      painted = next.code
    } else {
      face()
    }
  }

  async function showProof(): Promise<void> {
    clearTimeout(proofs)
    const code = await keeper.prove()
    face()
    if (code === undefined) return
    drawnWidth = at('qr-box').clientWidth
    drawQr(at<HTMLCanvasElement>('qr'), code, drawnWidth)
    performance.mark('code-painted')
    clearTimeout(proofs)
    proofs = setTimeout(showProof, PROOF_MS)
    await onScreen()
    // What nobody misses in the first frame: the ring, the seconds, the words for who does not see.
    runDown(at('ring'))
    clearTimeout(ticks)
    tick()
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
  }

  function tick(): void {
    if (state.kind === 'shown') {
      const { code } = state
      tell(state)
      write(
        'spoken',
        say(CODE_CARD.spoken, { word: say(COLOUR_WORDS[code.colour]), valid: validUntil(code, keeper.now()) }),
      )
    }
    ticks = setTimeout(tick, SECOND - (keeper.now() % SECOND))
  }

  keeper.paintBy(paint)
  onPreferences(() => void paint(state))
  // Timers sleep in the background: whoever looks again sees a fresh proof at once.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void showProof()
  })
  globalThis.addEventListener('resize', () => {
    // A phone's address bar that folds away changes only the height.
    if (state.kind === 'shown' && at('qr-box').clientWidth !== drawnWidth) void showProof()
  })
}

/**
 * Lays the card out while the code is on its way, unseen and with words that say nothing of anybody, and encodes a code
 * that is none: fonts and compiled functions are then at hand. Measured on a slow phone: 30 of the 100 ms after the answer.
 */
export function rehearse(): void {
  for (const id of ['word', 'date', 'time', 'holder-name', 'holder-document', 'validity']) write(id, REHEARSED)
  at('code').className = 'code unseen'
  at('code').hidden = false
  void at('qr-box').clientWidth
  encodeQr(PREFIX.padEnd(REHEARSED_LENGTH, '0'))
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

/** What was drawn stands on the screen. In the background nothing is drawn, and nobody waits. */
function onScreen(): Promise<void> {
  return new Promise((resolve) => {
    if (document.hidden) resolve()
    else requestAnimationFrame(() => setTimeout(resolve))
  })
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
