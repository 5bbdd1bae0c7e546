// What this device remembers between visits. Nothing about anybody who passed: that lies encrypted in the outbox.

import type { Attempts } from './attempts.ts'
import type { Direction } from './passage.ts'
import type { Shift } from './shift.ts'

interface Memory {
  /** Who is on duty; a page that was killed goes on with it. */
  readonly shift: Shift
  /** Wrong PINs, by the guard's id. */
  readonly attempts: Readonly<Record<string, Attempts>>
  /** The latest time that the device's key has signed. */
  readonly signedTime: number
  readonly direction: Direction
  readonly voice: 'on' | 'off'
  readonly cameraId: string
  /** Milliseconds by which the server's clock is ahead of this device's. */
  readonly clockOffset: number
}

/** Remembers a value on this device. */
export function keep<Name extends keyof Memory>(name: Name, value: Memory[Name]): void {
  try {
    localStorage.setItem(`guard.${name}`, JSON.stringify(value))
  } catch {
    // Storage that is full or forbidden costs the memory, not the work.
  }
}

/** What was remembered; undefined the first time. */
export function kept<Name extends keyof Memory>(name: Name): Memory[Name] | undefined {
  try {
    const text = localStorage.getItem(`guard.${name}`)
    return text === null ? undefined : (JSON.parse(text) as Memory[Name])
  } catch {
    return undefined
  }
}

/** Forgets a value. */
export function forget(name: keyof Memory): void {
  try {
    localStorage.removeItem(`guard.${name}`)
  } catch {
    // Forbidden storage never held it.
  }
}
