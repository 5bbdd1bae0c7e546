import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BatchView } from '../contract/batches.ts'
import { instant } from '../core/instant.ts'
import { keyIdOf } from '../server/signatures/p256.ts'
import { signedHeaders, type Asking } from './deliveries.ts'
import type { KeyPair } from './signers.ts'

/** The key of a source of the demo, which the program keeps in its data folder. */
export async function demoSourceKey(
  dataDir: string,
  name: 'cdc-office' | 'hospital-laboratory' | 'community-office',
): Promise<KeyPair> {
  const privateKey = createPrivateKey(await readFile(join(dataDir, 'demo-sources', `${name}.pem`)))
  const publicKey = new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }))
  return { privateKey, publicKey, keyId: keyIdOf(publicKey) }
}

/** Asks a program that runs, on behalf of a source. */
export async function askRunning<Body = BatchView>(url: string, asking: Asking): Promise<Body> {
  const headers = {
    ...signedHeaders({ clock: () => instant(Date.now()) }, asking),
    ...(asking.body === undefined ? {} : { 'content-type': 'application/octet-stream' }),
  }
  const { path, method = 'POST', body } = asking
  const response = await fetch(url + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: Buffer.from(body) }),
  })
  assert.equal(response.status, 200, await response.clone().text())
  return (await response.json()) as Body
}

/** The address of a new batch of a program that runs. */
export function aRunningBatch(): string {
  return `/api/evidence/batches/${randomUUID()}`
}
