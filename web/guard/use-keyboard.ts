import { useEffect, useRef } from 'preact/hooks'
import { now } from './clock.ts'
import type { Event } from './flow.ts'
import { gapAfter, readKeys } from './keys-typed.ts'
import type { Phase } from './phase.ts'
import { newEntryId } from './world.ts'

/** Keys that belong to no field: digits of a temperature, scanners and thermometers that type, Enter, Backspace, Escape. */
export function useKeyboard(phase: Phase, send: (event: Event) => void): void {
  // Behind a reference: a page that is drawn anew in the middle of a scan must not lose the keys before.
  const latest = useRef({ phase, send })
  latest.current = { phase, send }

  useEffect(() => {
    const send = (event: Event) => latest.current.send(event)
    let keys = ''
    let lastAt = 0
    let timer: ReturnType<typeof setTimeout> | undefined

    function finishRun(): void {
      clearTimeout(timer)
      const typed = readKeys(keys)
      keys = ''
      switch (typed?.kind) {
        case 'digits':
          for (const digit of typed.digits) send({ type: 'digit', digit })
          return
        case 'celsius':
          send({ type: 'thermometer-read', celsius: typed.celsius })
          return
        case 'code':
          send({ type: 'read', code: typed.code, at: now(), entryId: newEntryId(), by: 'scanner' })
          return
        case undefined:
      }
    }

    function onKey(event: KeyboardEvent): void {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isInField(event.target)) return
      const isInRun = keys !== '' && event.timeStamp - lastAt < gapAfter(keys)
      lastAt = event.timeStamp
      if (event.key === 'Enter' && isInRun) {
        // The scanner's Enter ends what it typed; it presses no button.
        event.preventDefault()
        finishRun()
      } else if (event.key.length === 1 && (isInRun || event.key !== ' ')) {
        if (isInRun) event.preventDefault()
        else finishRun()
        keys += event.key
        clearTimeout(timer)
        timer = setTimeout(finishRun, gapAfter(keys))
      } else if (event.key === 'Backspace') {
        send({ type: 'erased' })
      } else if (event.key === 'Escape' || (event.key === 'Enter' && canGoOn(latest.current.phase, event.target))) {
        send({ type: 'went-on', at: now() })
      }
    }

    // Capturing: a scanner's space must not press the button that happens to have the focus.
    addEventListener('keydown', onKey, { capture: true })
    return () => {
      clearTimeout(timer)
      removeEventListener('keydown', onKey, { capture: true })
    }
  }, [])
}

/** Enter goes on from an answer that needs nothing more, unless it presses a button. */
function canGoOn(phase: Phase, target: EventTarget | null): boolean {
  return phase.at === 'ended' && phase.end.decision === 'refused' && !isIn(target, 'button, a, summary')
}

function isInField(target: EventTarget | null): boolean {
  return isIn(target, 'input, textarea, select, dialog')
}

function isIn(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null
}
