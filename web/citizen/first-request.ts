// The first of two inline scripts, at the head of the page and as small as it can be. On the code page it begins what takes
// longest, before the other is read: a slow phone takes a tenth of a second from here to there. Elsewhere it begins the app.

import { applyPreferences } from '../kit/language.ts'
import { beginApp } from './begin-app.ts'
import { beginCode } from './code/begin.ts'

applyPreferences()
if (location.pathname === '/') globalThis.codeBegun = beginCode()
else beginApp()
