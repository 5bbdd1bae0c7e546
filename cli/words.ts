import type { Bilingual } from '../core/bilingual.ts'
import type { Forgery } from '../core/code/verify.ts'
import type { Colour } from '../core/colour.ts'
import type { DocumentType } from '../core/document.ts'

// The words that more than one command uses.

export const COLOUR_WORDS: Readonly<Record<Colour, Bilingual>> = {
  green: { zh: '绿码', en: 'green' },
  yellow: { zh: '黄码', en: 'yellow' },
  red: { zh: '红码', en: 'red' },
  grey: { zh: '灰码（尚未核实）', en: 'grey (not known yet)' },
}

export const DOCUMENT_WORDS: Readonly<Record<DocumentType, Bilingual>> = {
  'resident-id': { zh: '居民身份证', en: 'resident ID card' },
  'hk-macao-permit': { zh: '港澳居民来往内地通行证', en: 'Hong Kong and Macao residents’ permit' },
  'taiwan-permit': { zh: '台湾居民来往大陆通行证', en: 'Taiwan residents’ permit' },
  'hk-macao-residence-permit': { zh: '港澳居民居住证', en: 'Hong Kong and Macao residence permit' },
  'taiwan-residence-permit': { zh: '台湾居民居住证', en: 'Taiwan residence permit' },
  passport: { zh: '护照', en: 'passport' },
  'permanent-residence-card': { zh: '外国人永久居留身份证', en: 'foreign permanent residence card' },
}

export const FORGERY_WORDS: Readonly<Record<Forgery, Bilingual>> = {
  malformed: { zh: '不符合码的格式', en: 'it is not in the form of a code' },
  signature: { zh: '签发者的签名不对', en: 'the issuer’s signature is wrong' },
  proof: { zh: '不是由领码的手机出示', en: 'it is not shown by the phone that it was issued to' },
  expired: { zh: '已过有效期', en: 'it has expired' },
  'demo-key': { zh: '由演示城市签发，正式门岗不接受', en: 'it is a demo city’s, which no real gate accepts' },
  'wrong-issuer': { zh: '签发者与密钥不符', en: 'its issuer is not the one whose key signed it' },
}
