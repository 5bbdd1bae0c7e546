import { createRoot } from 'react-dom/client'
import { applyPreferences } from '../kit/language.ts'
import { App } from './app.tsx'

applyPreferences()
const root = document.getElementById('page')
if (root) createRoot(root).render(<App />)
