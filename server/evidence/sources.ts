import { createHash } from 'node:crypto'
import type { Bilingual } from '../../core/bilingual.ts'

// Who says so: every fact and every list names its source.

/** A body that knows something, as reasons name it. */
export interface Source {
  readonly sourceId: string
  readonly name: Bilingual
}

/** What people say about themselves. */
export const SELF_DECLARED = sourceNamed({ zh: '本人申报', en: 'your own declaration' })

/** Publisher of the national risk-area lists, unless a list is taken under another name. */
export const NATIONAL_LISTS = sourceNamed({ zh: '国家卫生健康委员会', en: 'the National Health Commission' })

/** What a source is called whose name is not there. */
export const UNNAMED: Bilingual = { zh: '未具名的来源', en: 'a source without a name' }

/** The source of that name. Its id follows from the Chinese name, so that two who first meet it at once write one row. */
export function sourceNamed(name: Bilingual): Source {
  const digest = createHash('sha256').update(`source\n${name.zh}`).digest('hex')
  // A UUIDv8 (RFC 9562): 122 bits are ours.
  const sourceId = `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-a${digest.slice(17, 20)}-${digest.slice(20, 32)}`
  return { sourceId, name }
}
