import type { KeyWithdrawn } from '../contract/codes.ts'
import { ask, type Server } from './server.ts'
import type { ExitCode, Terminal } from './terminal.ts'

/** Takes an issuing key out of use at once. */
export async function withdrawKey(
  terminal: Terminal,
  server: Server,
  told: { keyId: string; json: boolean },
): Promise<ExitCode> {
  const { outcome } = await ask<KeyWithdrawn>(server, '/api/operator/issuing-keys/withdraw', {
    json: { keyId: told.keyId },
  })
  const words = {
    withdrawn: {
      zh: `密钥 ${told.keyId} 已停用：不再签发，也不再认可它签过的码；手机会自动换新码`,
      en: `The key ${told.keyId} is withdrawn: it signs no more, and what it signed counts no longer; phones renew by themselves`,
    },
    unknown: {
      zh: `没有公布过密钥 ${told.keyId}；/keys 列出正在使用的密钥`,
      en: `No key ${told.keyId} is published; /keys lists those in use`,
    },
  }[outcome]
  terminal.print(told.json ? JSON.stringify({ keyId: told.keyId, outcome }) : words[server.language])
  return outcome === 'withdrawn' ? 0 : 1
}
