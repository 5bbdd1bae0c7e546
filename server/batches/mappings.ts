import type { MappingDocument, MappingSaved } from '../../contract/batches.ts'
import { append } from '../audit/audit.ts'
import type { Db } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { sealJson, unsealJson } from '../kit/seal.ts'
import type { Ctx } from '../kit/world.ts'
import { CHINESE } from './chinese-mapping.ts'
import { checkMapping, NO_MAPPING, type Mapping } from './mapping.ts'
import { findMapping, listMappings, writeMapping } from './row-store.ts'

// A source's mappings, by name; `zh` is everybody's.

/** The name of the mapping that every source has. */
const SHIPPED = 'zh'
const MOST_MAPPINGS = 100

/** Keeps a mapping under a name, over what stood there: batches that were announced keep theirs. Problems: input-invalid. */
export async function saveMapping(
  ctx: Ctx,
  told: { sourceId: string; name: string; document: MappingDocument },
): Promise<MappingSaved> {
  const { sourceId, name, document } = told
  if (name === SHIPPED || !/^[a-z0-9-]{1,40}$/.test(name)) throw wrongName()
  const { columns = {}, values = {}, constants = {} } = document
  const mapping: Mapping = { columns, values, constants }
  checkMapping(mapping)
  await ctx.db.transaction().execute(async (tx) => {
    const sealed = sealJson(ctx, ctx.keys.cookie, mappingContext(sourceId, name), mapping)
    await writeMapping(tx, { sourceId, name, sealed })
    await append(tx, ctx, {
      action: 'mapping-saved',
      subject: sourceId,
      detail: { columns: Object.keys(columns).length },
    })
  })
  return { name, columns: Object.keys(columns).length }
}

/** The mapping of a name; without a name the one of our own columns. Problems: mapping-unknown. */
export async function getMapping(db: Db, ctx: Ctx, sourceId: string, name: string | undefined): Promise<Mapping> {
  if (name === undefined) return NO_MAPPING
  if (name === SHIPPED) return CHINESE
  const sealed = await findMapping(db, sourceId, name)
  if (!sealed) throw new Problem('mapping-unknown')
  return unsealJson<Mapping>(ctx.keys.cookie, mappingContext(sourceId, name), sealed)
}

/** The names of the mappings that a source may name. */
export async function mappingNames(db: Db, sourceId: string): Promise<string[]> {
  return [SHIPPED, ...(await listMappings(db, sourceId, MOST_MAPPINGS))]
}

function mappingContext(sourceId: string, name: string): string {
  return `mapping:${sourceId}:${name}`
}

function wrongName(): Problem {
  return new Problem('input-invalid', [
    {
      field: 'name',
      zh: '应为 1 至 40 个小写字母、数字或短横线，且不为 zh',
      en: 'should be 1 to 40 small letters, digits or hyphens, and not zh',
    },
  ])
}
