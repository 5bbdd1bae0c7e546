import type { Language } from '../../contract/problems.ts'

// The language in use stands in the page itself (`<html lang>`): the inline script and the app are two bundles and share no variable.

/** A text in both languages. `{name}` is a place for a value. */
export interface Text {
  readonly zh: string
  readonly en: string
}

const STORED_LANGUAGE = 'language'
const STORED_VERSION = 'version'
const CHANGED = 'preferences-changed'

/** The language in which the page speaks now. */
export function language(): Language {
  return globalThis.document?.documentElement.lang === 'en' ? 'en' : 'zh'
}

/** A text in the language of the page, its places filled with the values. */
export function say(text: Text, values: Readonly<Record<string, string | number>> = {}): string {
  return fill(text[language()], values)
}

/** A text with its places (`{name}`) filled; a place without a value stays as it is. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}

/** Speaks another language from now on, and at the next visit. */
export function speak(to: Language): void {
  keep(STORED_LANGUAGE, to)
  setLanguage(to)
  document.dispatchEvent(new Event(CHANGED))
}

/** Whether the elderly version (关怀版: larger text and targets) is on. */
export function isCareVersion(): boolean {
  return document.documentElement.dataset.version === 'care'
}

/** Turns the elderly version on, from now on and at the next visit. */
export function turnCareOn(): void {
  setVersion('care')
}

/** Turns the elderly version off. */
export function turnCareOff(): void {
  setVersion('plain')
}

/** Puts the language and version of the last visit in force; runs before anything is painted. */
export function applyPreferences(): void {
  setLanguage(kept(STORED_LANGUAGE) === 'en' ? 'en' : 'zh')
  document.documentElement.dataset.version = kept(STORED_VERSION) === 'care' ? 'care' : 'plain'
}

/** Calls back whenever the language or the version changes, until the returned function is called. */
export function onPreferences(changed: () => void): () => void {
  document.addEventListener(CHANGED, changed)
  return () => document.removeEventListener(CHANGED, changed)
}

function setLanguage(to: Language): void {
  document.documentElement.lang = to === 'en' ? 'en' : 'zh-CN'
}

function setVersion(to: 'care' | 'plain'): void {
  keep(STORED_VERSION, to)
  document.documentElement.dataset.version = to
  document.dispatchEvent(new Event(CHANGED))
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value)
  } catch {
    // Storage that is full or forbidden costs the preference at the next visit, and nothing now.
  }
}

function kept(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    // Forbidden storage: the defaults.
    return null
  }
}
