import { readFile } from 'node:fs/promises'
import type { KeyList } from '../contract/codes.ts'
import { hex } from '../core/bytes.ts'
import type { Verdict } from '../core/code/verify.ts'
import type { Instant } from '../core/instant.ts'
import { makeVerifier } from '../core/verifier.ts'
import { ask, type Server } from './server.ts'
import { writeShanghai } from './shanghai-time.ts'
import { Refusal, type ExitCode, type Language, type Terminal } from './terminal.ts'
import { COLOUR_WORDS, DOCUMENT_WORDS, FORGERY_WORDS } from './words.ts'

/** Checks the text of a code as a gate does, with the keys of a file or of the server. */
export async function verifyText(
  terminal: Terminal,
  server: Server,
  told: { text: string; keysFile: string | undefined; at: Instant; acceptsDemo: boolean; json: boolean },
): Promise<ExitCode> {
  const list = told.keysFile === undefined ? await ask<KeyList>(server, '/keys') : await readKeyFile(told.keysFile)
  const verify = verifierWith(list, { from: told.keysFile ?? server.url, acceptsDemo: told.acceptsDemo })
  const verdict = await verify(told.text, told.at)
  terminal.print(told.json ? JSON.stringify(asJson(verdict)) : describe(verdict, server.language))
  if (verdict.genuine === true) return 0
  return verdict.genuine === false ? 1 : 2
}

async function readKeyFile(path: string): Promise<KeyList> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Refusal(`读不到密钥文件 ${path}。`, `The key file ${path} cannot be read.`, { cause })
  })
  try {
    return JSON.parse(text) as KeyList
  } catch (cause) {
    throw noKeys(path, cause)
  }
}

function verifierWith(
  list: KeyList,
  { from, acceptsDemo }: { from: string; acceptsDemo: boolean },
): ReturnType<typeof makeVerifier> {
  try {
    return makeVerifier({ keys: list.keys, subtle: globalThis.crypto.subtle, acceptsDemo })
  } catch (cause) {
    throw noKeys(from, cause)
  }
}

function noKeys(from: string, cause: unknown): Refusal {
  return new Refusal(
    `${from} 不是公布的密钥列表；列表由服务器的 /keys 给出。`,
    `${from} is no published list of keys; a server gives it at /keys.`,
    { cause },
  )
}

function asJson(verdict: Verdict): object {
  if (verdict.genuine !== true) return verdict
  const { kind, credential, keyId, issuingKey } = verdict
  const { issuer, issuedAt, expires, maskedName, document, index } = credential
  const common = {
    genuine: true,
    kind,
    keyId,
    demo: issuingKey.demo,
    issuer,
    issuedAt,
    expires,
    maskedName,
    document,
    index,
  }
  if (verdict.kind === 'paper') return common
  const { colour, epoch } = verdict.credential
  return { ...common, colour, epoch, shownAt: verdict.shownAt, phoneKeyHash: hex(verdict.phoneKeyHash) }
}

function describe(verdict: Verdict, language: Language): string {
  if (verdict.genuine === false) {
    const why = FORGERY_WORDS[verdict.because]
    return { zh: `不是真码：${why.zh}`, en: `Not genuine: ${why.en}` }[language]
  }
  if (verdict.genuine === 'unknown') return describeUnknown(verdict.because)[language]
  const { credential, issuingKey, keyId } = verdict
  const { maskedName, document } = credential
  const [issued, expires] = [writeShanghai(credential.issuedAt), writeShanghai(credential.expires)]
  const words = {
    zh: [
      `真码，由 ${credential.issuer} 签发${verdict.kind === 'paper' ? '的纸质码' : ''}`,
      ...(verdict.kind === 'paper'
        ? []
        : [`签发时为${COLOUR_WORDS[verdict.credential.colour].zh}`, `本机出示于 ${writeShanghai(verdict.shownAt)}`]),
      `${maskedName}，${DOCUMENT_WORDS[document.type].zh}，尾号 ${document.lastFour}`,
      `签发于 ${issued}，有效至 ${expires}`,
      `密钥 ${keyId}${issuingKey.demo ? '（演示城市的密钥，正式门岗不接受）' : ''}`,
    ],
    en: [
      `Genuine, ${verdict.kind === 'paper' ? 'a paper code ' : ''}issued by ${credential.issuer}`,
      ...(verdict.kind === 'paper'
        ? []
        : [
            `${COLOUR_WORDS[verdict.credential.colour].en} when issued`,
            `shown by its phone at ${writeShanghai(verdict.shownAt)}`,
          ]),
      `${maskedName}, ${DOCUMENT_WORDS[document.type].en} ending in ${document.lastFour}`,
      `issued at ${issued}, valid until ${expires}`,
      `key ${keyId}${issuingKey.demo ? ' (a demo city’s, which no real gate accepts)' : ''}`,
    ],
  }[language]
  return words.join('\n')
}

function describeUnknown(because: 'clock' | 'unknown-key'): { zh: string; en: string } {
  switch (because) {
    case 'clock':
      return {
        zh: '无法判断：出示时间与当前时间相差超过 90 秒（旧截图，或有一方时钟不准）；可用 --at 指定时间',
        en: 'Cannot tell: it was shown more than 90 seconds from now (an old picture, or a wrong clock); --at names another moment',
      }
    case 'unknown-key':
      return {
        zh: '无法判断：签发所用的密钥不在列表中',
        en: 'Cannot tell: the key that issued it is not on the list',
      }
  }
}
