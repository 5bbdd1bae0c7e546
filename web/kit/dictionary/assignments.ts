import type { Text } from '../language.ts'

/** Words for who works on a case of a work list. */
export const ASSIGNMENTS = {
  who: { zh: '办理人', en: 'Worked on by' },
  all: { zh: '全部办理人', en: 'Anybody' },
  me: { zh: '我', en: 'me' },
  nobody: { zh: '未领办', en: 'nobody' },
  another: { zh: '其他人员', en: 'somebody else' },
  anotherUntil: { zh: '其他人员，至 {at}', en: 'somebody else, until {at}' },
  anotherOver: { zh: '其他人员（已到期）', en: 'somebody else, time is over' },
  takeOn: { zh: '由我办理', en: 'Take it on' },
  firstTakeOn: {
    zh: '领办后由您决定，其他人员不会重复办理。',
    en: 'Take it on first, so that nobody else does the same work.',
  },
  giveBack: { zh: '交回', en: 'Give it back' },
  givenBack: { zh: '已交回，其他人员可以领办。', en: 'Given back: others can take it on.' },
  byAnother: {
    zh: '另一位人员正在办理，至 {at}；他交回，或到时仍未办结，您就可以接手。',
    en: 'Somebody else works on this until {at}; you may take it on when it is given back, or when that time is over.',
  },
} as const satisfies Record<string, Text>
