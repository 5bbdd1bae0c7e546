import type { Text } from '../language.ts'

/** Words of the section in which a health officer gets his signing key. */
export const SIGNING_KEY = {
  what: {
    zh: '您对事实、批次和规则表的签名由本浏览器里的密钥作出。密钥不能读出，服务器也没有；它由您单位的根密钥登记后才有效。',
    en: 'What you sign for (facts, batches, rule tables) is signed by a key in this browser. Nobody can read it out, and the server does not have it; it counts once the root key of your organisation has enrolled it.',
  },
  organisation: { zh: '单位', en: 'Organisation' },
  noRoot: {
    zh: '您的单位还没有登记根密钥，密钥暂时不会生效；请联系运维人员。',
    en: 'Your organisation has no root key on file, so no key of yours can count yet; ask the operator.',
  },
  keyId: { zh: '密钥编号', en: 'Key' },
  none: { zh: '本浏览器中还没有您的密钥。', en: 'There is no key of yours in this browser yet.' },
  make: { zh: '生成签名密钥', en: 'Make a signing key' },
  elsewhere: {
    zh: '您在另一个浏览器中有一个密钥，有效至 {day}。密钥不能搬移：请回到那个浏览器，或在这里另生成一个。',
    en: 'You have a key in another browser, valid to the end of {day}. A key cannot be moved: go back to that browser, or make another one here.',
  },
  lost: {
    zh: '如果那个设备已丢失，或浏览数据已清除，请让运维人员吊销密钥 {key}。',
    en: 'If that device is lost, or its browsing data were cleared, ask the operator to revoke the key {key}.',
  },
  unasked: {
    zh: '密钥已在本浏览器中生成，但登记申请还没有送达。',
    en: 'The key was made in this browser, but the request to enrol it has not arrived yet.',
  },
  ask: { zh: '提交登记申请', en: 'Send the request' },
  waiting: { zh: '等待单位签名', en: 'Waiting for your organisation’s signature' },
  waitingHint: {
    zh: '请把下面的登记书交给单位的根密钥保管人签名，再把登记书和签名一起交给运维人员。',
    en: 'Hand this enrolment to whoever keeps the root key of your organisation to be signed, and both it and the signature to the operator.',
  },
  enrolment: { zh: '登记书', en: 'Enrolment' },
  copy: { zh: '复制', en: 'Copy' },
  copied: { zh: '已复制', en: 'Copied' },
  copyByHand: { zh: '请手动复制选中的文字', en: 'Copy the selected text by hand' },
  download: { zh: '下载', en: 'Download' },
  refresh: { zh: '查询是否已登记', en: 'See whether it is enrolled' },
  early: { zh: '已登记，自 {day} 起有效', en: 'Enrolled, valid from {day}' },
  enrolled: { zh: '已登记，有效至 {day}', en: 'Enrolled, valid to the end of {day}' },
  enrolledHint: {
    zh: '您可以签名了。请勿清除本浏览器的数据，否则密钥随之丢失。',
    en: 'You can sign. Do not clear the data of this browser: the key would be lost with them.',
  },
  demoRoot: {
    zh: '演示：单位的根密钥在本程序手中，登记申请立即得到签名。正式城市中没有这样的密钥。',
    en: 'Demo: this program holds the root keys of the organisations and signs a request at once. In a real city there is no such key.',
  },
  expired: { zh: '密钥已于 {day} 到期', en: 'The key expired at the end of {day}' },
  revoked: { zh: '密钥已被吊销', en: 'The key was revoked' },
  renewHint: {
    zh: '请生成新密钥并重新登记；以前的签名仍然有效。',
    en: 'Make a new key and have it enrolled; what you signed before goes on counting.',
  },
  revokedHint: {
    zh: '用它作出的签名都不再有效。请生成新密钥并重新登记。',
    en: 'Nothing that was signed with it counts any longer. Make a new key and have it enrolled.',
  },
  soonHint: {
    zh: '密钥即将到期。生成新密钥后，旧密钥立即停用，新密钥登记前不能签名。',
    en: 'The key expires soon. A new one takes its place at once, and you cannot sign until it is enrolled.',
  },
  makeNew: { zh: '生成新密钥', en: 'Make a new key' },
  cannotKeep: {
    zh: '本浏览器不能保存密钥；请不要用无痕窗口，并通过 https 打开本页。',
    en: 'This browser cannot keep a key; do not use a private window, and open this page by https.',
  },
} as const satisfies Record<string, Text>
