import type { KeyWithdrawn } from '../contract/codes.ts'
import { ask } from './server.ts'
import type { ExitCode, Language, Terminal } from './terminal.ts'
import { mistake, parse, serverOf } from './typed.ts'

/** `issuing withdraw`: takes an issuing key out of use at once. */
export async function withdrawCommand(
  words: readonly string[],
  terminal: Terminal,
  language: Language,
): Promise<ExitCode> {
  const { values, positionals } = parse(words, {})
  const [keyId, ...more] = positionals
  if (keyId === undefined || !/^[0-9a-f]{16}$/.test(keyId) || more.length > 0) {
    throw mistake('请写一个密钥编号（16 位十六进制）', 'give the id of one key, 16 hexadecimal digits')
  }
  const server = await serverOf(terminal, values, language)
  const { outcome } = await ask<KeyWithdrawn>(server, '/api/operator/issuing-keys/withdraw', {
    json: { keyId },
  })
  const told = {
    withdrawn: {
      zh: `密钥 ${keyId} 已停用：不再签发，也不再认可它签过的码；手机会自动换新码`,
      en: `The key ${keyId} is withdrawn: it signs no more, and what it signed counts no longer; phones renew by themselves`,
    },
    unknown: {
      zh: `没有公布过密钥 ${keyId}；/keys 列出正在使用的密钥`,
      en: `No key ${keyId} is published; /keys lists those in use`,
    },
  }[outcome]
  terminal.print(values.json === true ? JSON.stringify({ keyId, outcome }) : told[server.language])
  return outcome === 'withdrawn' ? 0 : 1
}
