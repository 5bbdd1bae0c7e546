import { chosen } from './chance.ts'

// Made-up names. No character of a given name occurs in the name of a district or street of Shanghai, so that no name
// holds a piece of an address, and whoever searches a database for a name finds names only.

const SURNAMES = [...'钱孙李郑王冯褚蒋沈韩秦尤许何施孔严魏陶姜戚谢邹喻柏水窦章潘葛奚范郎鲁韦昌苗凤俞任袁柳']

const GIVEN = [
  ...'霁珩睿曦璟煦昕玥翊祺瑾瑜漪婵妤菡萱薇茗苒芊芃骞骏驰屹崧峥昱晗晞暄曜皓皎晟炜烁焓烨熠灏潇湉泓霏霖霆雯雩璇琪琬琰瑄璐',
  ...'瓒珂珺玮琛婧妍姝娴婉媛嫣嫄懿恬恺怡悦慧恂愉憬翎翰翀翾鹏鸿鸢鹭隽楷樾栩柠檀槿楠彧彤羿翌谨诚谕诗咏哲喆言喻铭锐钰铄铎鉴',
]

const LATIN_GIVEN = [
  'Arvid',
  'Belisa',
  'Corvin',
  'Delphia',
  'Eskil',
  'Fiora',
  'Galen',
  'Hesper',
  'Ilona',
  'Joren',
  'Kalina',
  'Lorcan',
]
const LATIN_FIRST = [
  'Amber',
  'Brindle',
  'Copper',
  'Drift',
  'Ember',
  'Fern',
  'Gale',
  'Harbour',
  'Ivory',
  'Juniper',
  'Kestrel',
  'Linden',
]
const LATIN_LAST = ['wick', 'mere', 'croft', 'thwaite', 'quill', 'holt', 'vane', 'strand', 'ley', 'brook']

/** Three Chinese characters: a surname and two of a given name. */
export function chineseName(seed: string, index: number): string {
  const surname = chosen(SURNAMES, seed, index, 'surname')
  return surname + chosen(GIVEN, seed, index, 'given 1') + chosen(GIVEN, seed, index, 'given 2')
}

/** A name in Latin letters. */
export function latinName(seed: string, index: number): string {
  const last = chosen(LATIN_FIRST, seed, index, 'first half') + chosen(LATIN_LAST, seed, index, 'second half')
  return `${chosen(LATIN_GIVEN, seed, index, 'given')} ${last}`
}
