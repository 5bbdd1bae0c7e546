import { format, resolveConfig } from 'prettier'
import type { StaffRole } from '../core/staff-role.ts'
import type { DeclaredWay } from '../server/kit/http.ts'
import { PERMISSIONS, type Permission } from '../server/kit/permissions.ts'

/** Everybody whom an act may be open to, as the table heads its columns. */
const WHO = {
  citizen: 'citizen',
  gate: 'gate',
  source: 'source',
  operator: 'operator',
  'identity-officer': 'identity',
  'health-officer': 'health',
  'appeal-officer': 'appeal',
  'department-officer': 'department',
  'data-steward': 'steward',
  'venue-operator': 'venue',
  auditor: 'auditor',
  administrator: 'admin',
} as const satisfies Record<'citizen' | 'gate' | 'source' | 'operator' | StaffRole, string>

const WITHIN = {
  city: 'whatever there is',
  own: 'one’s own',
  organisation: 'of one’s organisation, within one’s district, street or venue',
  division: 'within one’s district or street',
} as const

const INTRODUCTION = `# Who may do what

Written by \`node tools/make-permissions.ts\` from [server/kit/permissions.ts](../server/kit/permissions.ts) and the routes of the
program; \`test/permissions.test.ts\` holds it, and tries every role at every way in, with what is its own and with 1,000 ids of what is
not. Staff do what citizens do, too. A role that is not named here may do nothing but that yet.

- Who is not signed in hears 401, whose act it is not 403, and staff who have not shown their passkey 403 \`second-factor-needed\`:
  whatever they ask about.
- What is not within reach is answered as what is not there: the same 404, after the same work.
`

/** docs/permissions.md, from every way in that the program has. */
export async function permissionsDocument(ways: readonly DeclaredWay[]): Promise<string> {
  const text = [INTRODUCTION, '## Acts\n', actsTable(), '\n## Ways in\n', waysTable(ways)].join('\n')
  const path = new URL('../docs/permissions.md', import.meta.url).pathname
  return format(text, { ...(await resolveConfig(path)), parser: 'markdown' })
}

function actsTable(): string {
  const heads = ['act', 'on', 'how far', 'everybody', ...Object.values(WHO)]
  const rows = Object.entries(PERMISSIONS).map(([name, { object, within, who }]) => {
    const open: readonly string[] = who
    const marks = ['anyone', ...Object.keys(WHO)].map((one) => (open.includes(one) ? '✓' : ''))
    return [`\`${name}\``, object, object === 'nothing' ? '' : WITHIN[within], ...marks]
  })
  return table(heads, rows)
}

function waysTable(ways: readonly DeclaredWay[]): string {
  const rows = ways
    .filter(({ method }) => method !== 'HEAD')
    .map(({ method, url, permission }) => [`\`${method} ${url}\``, `\`${permission}\``, whoIn(permission)])
  return table(
    ['way in', 'act', 'open to'],
    rows.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  )
}

function whoIn(permission: Permission): string {
  return PERMISSIONS[permission].who.map((one) => (one === 'anyone' ? 'everybody' : one)).join(', ')
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}
