// Tones and voice. A phone that cannot make a sound still shows everything.

import { language, say, type Text } from '../kit/language.ts'
import type { Tone } from './announce.ts'

interface Beep {
  readonly hertz: number
  readonly seconds: number
  readonly wave: OscillatorType
}

// Different by height, number and length, so that they are told apart through a glove, a mask and traffic.
const BEEPS: Readonly<Record<Tone, readonly Beep[]>> = {
  measure: [{ hertz: 880, seconds: 0.12, wave: 'sine' }],
  look: [
    { hertz: 660, seconds: 0.1, wave: 'sine' },
    { hertz: 660, seconds: 0.1, wave: 'sine' },
  ],
  admitted: [
    { hertz: 880, seconds: 0.1, wave: 'sine' },
    { hertz: 1_320, seconds: 0.16, wave: 'sine' },
  ],
  refused: [{ hertz: 180, seconds: 0.5, wave: 'square' }],
  'not-genuine': [
    { hertz: 520, seconds: 0.16, wave: 'square' },
    { hertz: 260, seconds: 0.26, wave: 'square' },
  ],
  'cannot-tell': [{ hertz: 392, seconds: 0.35, wave: 'triangle' }],
  again: [
    { hertz: 440, seconds: 0.08, wave: 'sine' },
    { hertz: 440, seconds: 0.08, wave: 'sine' },
    { hertz: 440, seconds: 0.08, wave: 'sine' },
  ],
}

const PAUSE_SECONDS = 0.05
const LOUDNESS = 0.25

let audio: AudioContext | undefined

/** Lets the page make sounds; browsers allow it from the first touch or key on. */
export function allowSound(): void {
  audio ??= new AudioContext()
  // A refusal means silence, and the screen says it all.
  if (audio.state === 'suspended') audio.resume().catch(() => undefined)
}

/** Plays the tone of an answer. */
export function play(tone: Tone): void {
  if (audio?.state !== 'running') return
  let at = audio.currentTime
  for (const { hertz, seconds, wave } of BEEPS[tone]) {
    const source = new OscillatorNode(audio, { frequency: hertz, type: wave })
    const gain = new GainNode(audio, { gain: LOUDNESS })
    // Faded out: a wave that is cut off clicks.
    gain.gain.setValueAtTime(LOUDNESS, at + seconds * 0.7)
    gain.gain.linearRampToValueAtTime(0, at + seconds)
    source.connect(gain).connect(audio.destination)
    source.start(at)
    source.stop(at + seconds)
    at += seconds + PAUSE_SECONDS
  }
}

/** Says a sentence aloud; what was being said before is no longer true and stops. */
export function speakAloud(sentence: Text): void {
  if (!('speechSynthesis' in globalThis)) return
  speechSynthesis.cancel()
  const words = new SpeechSynthesisUtterance(say(sentence))
  words.lang = language() === 'en' ? 'en-US' : 'zh-CN'
  speechSynthesis.speak(words)
}

/** Stops speaking. */
export function hush(): void {
  if ('speechSynthesis' in globalThis) speechSynthesis.cancel()
}
