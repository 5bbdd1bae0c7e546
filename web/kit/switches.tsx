import { useEffect, useState } from 'preact/hooks'
import { COMMON } from './dictionary/common.ts'
import { isCareVersion, language, onPreferences, say, speak, turnCareOff, turnCareOn } from './language.ts'

/** Draws the calling component anew whenever the language or the version changes; gives the language. */
export function usePreferences(): 'zh' | 'en' {
  const [, setTurn] = useState(0)
  useEffect(() => onPreferences(() => setTurn((turn) => turn + 1)), [])
  return language()
}

/** The two switches in the head of every page: language, and the elderly version. */
export function Switches() {
  const speaking = usePreferences()
  const care = isCareVersion()
  return (
    <div class="switches">
      <button
        type="button"
        class="switch"
        lang={speaking === 'zh' ? 'en' : 'zh-CN'}
        aria-label={COMMON.otherLanguage[speaking]}
        onClick={() => speak(speaking === 'zh' ? 'en' : 'zh')}
      >
        {speaking === 'zh' ? 'EN' : '中文'}
      </button>
      <button type="button" class="switch" aria-pressed={care} onClick={() => (care ? turnCareOff() : turnCareOn())}>
        {say(COMMON.careVersion)}
      </button>
    </div>
  )
}
