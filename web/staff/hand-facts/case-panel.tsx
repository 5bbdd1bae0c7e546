import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { say, type Text } from '../../kit/language.ts'

/** What stands beside the lists: a title that takes the focus, and the way back. */
export function CasePanel({
  title,
  onClose,
  children,
}: {
  title: Text
  onClose: () => void
  children: ComponentChildren
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section class="case panel" aria-labelledby="case-title">
      <div class="case-head">
        <h2 id="case-title" ref={heading} tabIndex={-1}>
          {say(title)}
        </h2>
        <button type="button" class="button back" onClick={onClose}>
          {say(HAND_FACTS.backToList)}
        </button>
      </div>
      {children}
    </section>
  )
}
