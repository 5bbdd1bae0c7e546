import { subtleCrypto } from '../../core/code/subtle-crypto.ts'

/** Verification and digest by the browser. */
export const webCrypto = subtleCrypto(globalThis.crypto.subtle)
