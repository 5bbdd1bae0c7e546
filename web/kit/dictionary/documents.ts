import type { DocumentType } from '../../../core/document.ts'
import type { Text } from '../language.ts'

/** What each type of document is called, in the order in which they are offered. */
export const DOCUMENT_NAMES = {
  'resident-id': { zh: '居民身份证', en: 'Resident ID card' },
  'hk-macao-permit': { zh: '港澳居民来往内地通行证', en: 'Hong Kong/Macao travel permit' },
  'taiwan-permit': { zh: '台湾居民来往大陆通行证', en: 'Taiwan travel permit' },
  'hk-macao-residence-permit': { zh: '港澳居民居住证', en: 'Hong Kong/Macao residence permit' },
  'taiwan-residence-permit': { zh: '台湾居民居住证', en: 'Taiwan residence permit' },
  passport: { zh: '护照', en: 'Passport' },
  'permanent-residence-card': { zh: '外国人永久居留身份证', en: 'Foreign permanent resident card' },
} as const satisfies Record<DocumentType, Text>
