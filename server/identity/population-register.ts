import type { IdentityDocument } from '../../core/document.ts'
import { documentHash } from '../kit/seal.ts'
import type { Ctx, RegisterRecord } from '../kit/world.ts'

/** What the population register has under a document, if it has it under this name; undefined also where there is no register. */
export async function findRecord(
  ctx: Ctx,
  claim: { name: string; document: IdentityDocument },
): Promise<RegisterRecord | undefined> {
  const record = await ctx.register?.find(documentHash(ctx.keys, claim.document))
  return record && isSameName(record.name, claim.name) ? record : undefined
}

/** Whether two spellings are one name: width, case and spaces do not count. */
function isSameName(a: string, b: string): boolean {
  return canonicalName(a) === canonicalName(b)
}

function canonicalName(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll(/[\s·・•.,-]/g, '')
    .toUpperCase()
}
