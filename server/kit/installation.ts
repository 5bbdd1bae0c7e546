import type pg from 'pg'
import type { Instant } from '../../core/instant.ts'
import { toDate } from './db.ts'
import { StartFailure } from './start-failure.ts'

/** The check value of the master keys that this database was begun with; undefined before its first start. */
export async function findKeyCheck(pool: pg.Pool): Promise<string | undefined> {
  const { rows } = await pool.query<{ key_check: string }>('select key_check from installation')
  return rows[0]?.key_check
}

/** Marks a new database as ours, in this mode and with these keys. Throws `StartFailure` for one of another mode or keys. */
export async function claimInstallation(
  pool: pg.Pool,
  own: { now: Instant; demo: boolean; keyCheck: string },
): Promise<void> {
  const mode = own.demo ? 'demo' : 'production'
  await pool.query(
    'insert into installation (created_at, city_mode, key_check) values ($1, $2, $3) on conflict (only_row) do nothing',
    [toDate(own.now), mode, own.keyCheck],
  )
  const { rows } = await pool.query<{ city_mode: string; key_check: string }>(
    'select city_mode, key_check from installation',
  )
  const found = rows[0]
  if (found?.city_mode === mode && found.key_check === own.keyCheck) return
  if (found?.city_mode !== mode) {
    throw new StartFailure(
      `这个数据库是以 CITY_MODE=${found?.city_mode} 建立的，不能改用 ${mode}；请另选一个数据目录（DATA_DIR）或数据库。`,
      `This database was begun with CITY_MODE=${found?.city_mode} and cannot become ${mode}; choose another data folder (DATA_DIR) or database.`,
    )
  }
  throw new StartFailure(
    '这个数据库属于另一套主密钥；请用 KEYS_DIR 指定原来的密钥目录。',
    'This database belongs to other master keys; name their folder in KEYS_DIR.',
  )
}
