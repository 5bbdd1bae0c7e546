import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDraft, writeDraft, type DraftStore } from './draft.ts'

function aStore(): DraftStore {
  const kept = new Map<string, string>()
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, text) => void kept.set(name, text),
    removeItem: (name) => void kept.delete(name),
  }
}

test('a draft is found again as it was left', () => {
  const store = aStore()
  writeDraft(store, 'form', { name: '测试', step: 2 })
  assert.deepEqual(readDraft(store, 'form', { name: '', step: 1 }), { name: '测试', step: 2 })
})

test('a member that an older draft lacks begins afresh', () => {
  const store = aStore()
  writeDraft(store, 'form', { name: '测试' })
  assert.deepEqual(readDraft(store, 'form', { name: '', phone: '' }), { name: '测试', phone: '' })
})

test('a broken draft and a store that refuses are a fresh beginning', () => {
  const store = aStore()
  store.setItem('form', '{')
  assert.deepEqual(readDraft(store, 'form', { name: '' }), { name: '' })
  const forbidden: DraftStore = {
    getItem: () => {
      throw new Error('forbidden')
    },
    setItem: () => {
      throw new Error('full')
    },
    removeItem: () => undefined,
  }
  writeDraft(forbidden, 'form', { name: '测试' })
  assert.deepEqual(readDraft(forbidden, 'form', { name: '' }), { name: '' })
})
