import type { Bilingual } from '../core/bilingual.ts'

/** What the terminal shows when the program is ready: where it is, and in a demo as whom to sign in and what to try first. */
export function greeting(told: {
  publicUrl: string
  dataDir: string
  database: 'embedded' | 'adopted' | 'server'
  /** Undefined outside a demo. */
  handles: readonly { readonly handle: string; readonly shows: Bilingual }[] | undefined
}): string {
  const { publicUrl, handles } = told
  const addresses = [
    `  市民 Citizens   ${publicUrl}/`,
    `  门岗 Guards     ${publicUrl}/guard`,
    `  工作人员 Staff  ${publicUrl}/staff`,
  ]
  const kept = told.database === 'server' ? 'DATABASE_URL' : told.dataDir
  const lines = [
    '',
    handles ? '随申码演示已启动，所有人员与场所均为虚构。' : '随申码已启动。',
    handles ? 'Suishenma is ready: a demo, all its people and venues are made up.' : 'Suishenma is ready.',
    '',
    ...addresses,
    '',
    ...(handles ? demoLines(publicUrl, handles) : []),
    ...(told.database === 'adopted'
      ? ['上次未正常退出，数据库已接管，数据完好。 Took over the database that the last run left behind.']
      : []),
    `数据保存在 Data: ${kept}    按 Ctrl-C 停止 Ctrl-C stops it`,
    '',
  ]
  return `${lines.join('\n')}\n`
}

function demoLines(publicUrl: string, handles: readonly { handle: string; shows: Bilingual }[]): string[] {
  return [
    '演示登录账号（无需密码） Demo sign-in handles, without a password:',
    ...handles.map(({ handle, shows }) => `  ${handle.padEnd(12)} ${shows.zh} ${shows.en}`),
    '',
    '先试试 Try first:',
    `  1. 打开 ${publicUrl}/ ，用 green-1 登录，看随申码。 Sign in as green-1 and look at the code.`,
    `  2. 在另一个标签页打开 ${publicUrl}/guard ，选“演示服务大厅”的一个门，选人名、输入所示 PIN，再拍下或粘贴那个码。`,
    '     In a second tab open the guard page, choose a gate of 演示服务大厅, choose a name, type the PIN shown, and scan or paste that code.',
    '  3. 再用 yellow-1、red-1 试一次。 Then try yellow-1 and red-1.',
    '',
  ]
}
