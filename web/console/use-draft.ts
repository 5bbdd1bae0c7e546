import { useState } from 'react'
import { draftHook } from '../kit/form/draft.ts'

/** The draft of a form at the console. */
export const useDraft = draftHook(useState)
