import { App as Messages, ConfigProvider, theme } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { useSyncExternalStore, type ReactNode } from 'react'
import type { Language } from '../../contract/problems.ts'
import { language, onPreferences } from '../kit/language.ts'

const NIGHT = '(prefers-color-scheme: dark)'
/** The tokens of web/kit/tokens.css that the library wants as values, by day and by night. */
const DAY_COLOURS = {
  colorPrimary: '#0a6b6b',
  colorError: '#b00020',
  colorTextDescription: '#4d5952',
  colorTextPlaceholder: '#5f6b64',
}
const NIGHT_COLOURS = {
  colorPrimary: '#3fa8a4',
  colorError: '#ff9aa5',
  colorTextDescription: '#b0bbb5',
  colorTextPlaceholder: '#9aa69f',
}

/** Draws the calling component anew whenever the language changes, and with it all that it holds; gives the language. */
export function useLanguage(): Language {
  return useSyncExternalStore(onPreferences, language)
}

/** Language, colours and the place of short messages, for all that stands inside. */
export function Look({ speaking, children }: { speaking: Language; children: ReactNode }) {
  const night = useSyncExternalStore(onNight, isNight)
  return (
    <ConfigProvider
      locale={speaking === 'en' ? enUS : zhCN}
      // Two characters on a button are two characters.
      button={{ autoInsertSpace: false }}
      theme={{
        algorithm: night ? theme.darkAlgorithm : theme.defaultAlgorithm,
        // Who asked for less motion would wait for ever for an animation to end, and nobody works faster for one.
        token: { motion: false, fontFamily: 'var(--font)', borderRadius: 8, ...(night ? NIGHT_COLOURS : DAY_COLOURS) },
      }}
    >
      <Messages>{children}</Messages>
    </ConfigProvider>
  )
}

function isNight(): boolean {
  return matchMedia(NIGHT).matches
}

function onNight(changed: () => void): () => void {
  const query = matchMedia(NIGHT)
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}
