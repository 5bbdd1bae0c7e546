import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { test } from 'node:test'

const folder = new URL('./dictionary/', import.meta.url)

for (const file of await readdir(folder)) {
  const tables: Record<string, unknown> = await import(new URL(file, folder).href)
  for (const [table, entries] of Object.entries(tables)) {
    test(`every text of ${file} ${table} stands in both languages with the same places for values`, () => {
      assert.ok(isRecord(entries))
      for (const [name, text] of Object.entries(entries)) {
        assert.ok(isRecord(text) && typeof text.zh === 'string' && typeof text.en === 'string', name)
        assert.notEqual(text.zh.trim(), '', name)
        assert.notEqual(text.en.trim(), '', name)
        assert.deepEqual(placesOf(text.zh), placesOf(text.en), name)
      }
    })
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function placesOf(text: string): string[] {
  return [...new Set(text.match(/\{\w+\}/g))].sort()
}
