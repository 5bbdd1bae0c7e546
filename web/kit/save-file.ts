/** Has the browser save bytes under a name. */
export function saveFile(fileName: string, bytes: Blob): void {
  const address = URL.createObjectURL(bytes)
  const link = Object.assign(document.createElement('a'), { href: address, download: fileName })
  link.click()
  // The browser has the bytes by the next turn.
  setTimeout(() => URL.revokeObjectURL(address))
}
