import assert from 'node:assert/strict'
import { test } from 'node:test'
import { returnPath } from './return-path.ts'

test('after signing in the person is on the page that sent him', () => {
  assert.equal(returnPath({ pathname: '/declare/stays', search: '' }), '/declare/stays')
  assert.equal(returnPath({ pathname: '/sign-in', search: '?return=%2Fregister' }), '/register')
})

test('the sign-in page by itself leads to the code', () => {
  assert.equal(returnPath({ pathname: '/sign-in', search: '' }), '/')
})

test('no address outside our pages is returned to', () => {
  for (const asked of ['//elsewhere.example', '/\\elsewhere.example', 'https://elsewhere.example/', 'javascript:0']) {
    assert.equal(returnPath({ pathname: '/sign-in', search: `?return=${encodeURIComponent(asked)}` }), '/')
  }
})
