const MARK = 'demo'

/** Keeps in mind whether this city is made up, so that the page says so without a network too. */
export function rememberDemo(demo: boolean): void {
  try {
    if (demo) localStorage.setItem(MARK, '1')
    else localStorage.removeItem(MARK)
  } catch {
    // Without storage the mark appears with each answer of the server's.
  }
}

/** Whether this city is known to be made up. */
export function isDemo(): boolean {
  try {
    return localStorage.getItem(MARK) !== null
  } catch {
    // Without storage nothing is known.
    return false
  }
}
