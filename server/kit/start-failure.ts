/** Why the program does not start or go on, as one sentence in each language; the terminal shows it without a stack. */
export class StartFailure extends Error {
  readonly zh: string
  readonly en: string

  constructor(zh: string, en: string, options?: ErrorOptions) {
    super(en, options)
    this.zh = zh
    this.en = en
  }
}

/** The failure a person can mend behind an error, or undefined when it is a bug of ours. */
export function findStartFailure(error: unknown): StartFailure | undefined {
  if (error instanceof StartFailure) return error
  const faults = causes(error)
  if (faults.some(isStorageFull)) return storageFull(error)
  const refused = faults.find((fault) => fault.code === 'EACCES' || fault.code === 'EPERM' || fault.code === 'EROFS')
  if (refused?.path !== undefined) return notWritable(refused.path, error)
  return undefined
}

/** The disk is full. */
export function storageFull(cause?: unknown): StartFailure {
  return new StartFailure(
    '磁盘空间不足，无法写入数据；请腾出空间后再启动，已确认保存的数据没有丢失。',
    'The disk is full and nothing more can be written; free some space and start again. Nothing that was acknowledged is lost.',
    { cause },
  )
}

/** Whether an error says that there is no room left: from a file, or from PostgreSQL (SQLSTATE 53100). */
export function isStorageFull(error: { code?: unknown; message?: string }): boolean {
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT' || error.code === '53100') return true
  return /no space left on device|disk quota exceeded/i.test(error.message ?? '')
}

/** The sentences for an address that cannot be listened on; undefined when the error is about something else. */
export function findListenFailure(error: unknown, address: { host: string; port: number }): StartFailure | undefined {
  const { host, port } = address
  switch (causes(error)[0]?.code) {
    case 'EADDRINUSE':
      return new StartFailure(
        `端口 ${port} 已被其他程序占用；请停止那个程序，或换一个端口：PORT=${port + 10} npm start`,
        `Port ${port} is taken by another program; stop that one, or choose another port: PORT=${port + 10} npm start`,
        { cause: error },
      )
    case 'EACCES':
      return new StartFailure(
        `当前账号无权使用端口 ${port}；请换一个 1024 以上的端口：PORT=8080 npm start`,
        `This account may not use port ${port}; choose one above 1024: PORT=8080 npm start`,
        { cause: error },
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartFailure(
        `本机没有 HOST 所指的地址 ${host}；请改用 127.0.0.1 或本机的地址。`,
        `HOST ${host} is not an address of this machine; use 127.0.0.1 or one that is.`,
        { cause: error },
      )
    default:
      return undefined
  }
}

/** The sentence for a server of `DATABASE_URL` that does not let us in; undefined when the error is about something else. */
export function findDatabaseFailure(error: unknown, url: string): StartFailure | undefined {
  const faults = causes(error)
  if (faults.some(isStorageFull)) return storageFull(error)
  const why = faults.map((fault) => databaseReason(String(fault.code ?? ''))).find((reason) => reason !== undefined)
  if (!why) return undefined
  const where = withoutSecret(url)
  return new StartFailure(
    `无法使用 DATABASE_URL 所指的数据库（${where}）：${why.zh}；请改正 DATABASE_URL，或去掉它以使用内置数据库。`,
    `The database of DATABASE_URL (${where}) cannot be used: ${why.en}. Correct DATABASE_URL, or leave it out to use the embedded one.`,
    { cause: error },
  )
}

function databaseReason(code: string): { zh: string; en: string } | undefined {
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOENT':
      return { zh: '那里没有数据库在运行', en: 'nothing answers there' }
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { zh: '找不到这台主机', en: 'there is no such host' }
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ECONNRESET':
      return { zh: '连接不上这台主机', en: 'the host cannot be reached' }
    case '28P01':
    case '28000':
      return { zh: '用户名或密码不对', en: 'user or password is wrong' }
    case '3D000':
      return { zh: '没有这个数据库', en: 'there is no such database' }
    case '42501':
      return { zh: '这个用户没有建表的权限', en: 'this user may not create tables there' }
    case '53300':
      return { zh: '数据库的连接数已满', en: 'it has no free connections' }
    case '57P03':
      return { zh: '数据库正在启动或停止', en: 'it is starting up or shutting down' }
    default:
      return undefined
  }
}

/** Host and database of the address; user, password and options stay out of sight. */
function withoutSecret(url: string): string {
  return url.replace(/^[a-z]+:\/\/([^/]*@)?/, '').replace(/\?.*$/, '')
}

function notWritable(path: string, cause: unknown): StartFailure {
  return new StartFailure(
    `当前账号无权读写 ${path}；请换一个账号启动，或用 DATA_DIR 另选一个数据目录。`,
    `This account may not read or write ${path}; start with another account, or choose another data folder with DATA_DIR.`,
    { cause },
  )
}

interface Fault {
  readonly code?: unknown
  readonly path?: string
  readonly message: string
}

/** The error, its causes, and the members of what failed in several ways at once (a host with two addresses). */
function causes(error: unknown): Fault[] {
  if (!(error instanceof Error)) return []
  const members = error instanceof AggregateError ? error.errors.flatMap(causes) : []
  return [error, ...members, ...causes(error.cause)]
}
