/** What nobody misreads on a screen or by telephone: no 0 and O, no 1, I and L. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
/** Ten letters of 31: 49 bits, which nobody guesses within a day. */
const LENGTH = 10
const DIGITS = 6

/** A new one-time code in two groups, such as `7KQ4M-XW2RD`; `random` gives bytes. */
export function drawCode(random: (bytes: number) => Uint8Array): string {
  const letters = drawn(random, { from: LETTERS, length: LENGTH })
  return `${letters.slice(0, LENGTH / 2)}-${letters.slice(LENGTH / 2)}`
}

/** A code as it was meant, however it was typed; undefined when it can be none. */
export function readCode(typed: string): string | undefined {
  const letters = typed.toUpperCase().replace(/[\s-]/g, '')
  return letters.length === LENGTH && [...letters].every((letter) => LETTERS.includes(letter)) ? letters : undefined
}

/** A new PIN of six digits. */
export function drawPin(random: (bytes: number) => Uint8Array): string {
  return drawn(random, { from: '0123456789', length: DIGITS })
}

/** Letters of which each is as likely as any other: a byte beyond the last whole round of the alphabet is drawn again. */
function drawn(random: (bytes: number) => Uint8Array, { from, length }: { from: string; length: number }): string {
  const fair = 256 - (256 % from.length)
  let text = ''
  while (text.length < length) {
    for (const byte of random(length - text.length)) if (byte < fair) text += from[byte % from.length]
  }
  return text
}
