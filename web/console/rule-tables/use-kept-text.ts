import { useState } from 'react'

const KEPT = 'rule-table-draft'

/** The draft that is being written. It holds nobody's data and takes days to write, so it outlives the tab. */
export function useKeptText(): readonly [text: string, change: (text: string) => void] {
  const [text, setText] = useState(kept)
  function change(to: string): void {
    setText(to)
    try {
      localStorage.setItem(KEPT, to)
    } catch {
      // Storage that is full or forbidden costs the text when the page is left, and nothing now.
    }
  }
  return [text, change]
}

function kept(): string {
  try {
    return localStorage.getItem(KEPT) ?? ''
  } catch {
    // Forbidden storage: an empty page.
    return ''
  }
}
