import { render } from 'preact'
import { applyPreferences } from '../kit/language.ts'
import { App } from './app.tsx'

applyPreferences()
const root = document.getElementById('page')
if (root) render(<App />, root)
