import { useState } from 'preact/hooks'
import { draftHook } from './draft.ts'

/** The draft of a form of a citizen. */
export const useDraft = draftHook(useState)
