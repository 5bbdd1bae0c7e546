import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  findDatabaseFailure,
  findListenFailure,
  findStartFailure,
  isStorageFull,
  StartFailure,
} from './start-failure.ts'

function withCode(code: string, message = 'told'): Error {
  return Object.assign(new Error(message), { code })
}

test('a full disk is known by the code of a file, of PostgreSQL, and by its sentence, however deep', () => {
  for (const code of ['ENOSPC', 'EDQUOT', '53100']) assert.ok(isStorageFull(withCode(code)))
  assert.ok(isStorageFull(new Error('could not extend file: No space left on device')))
  assert.ok(!isStorageFull(withCode('53200')))
  const wrapped = new Error('migration failed', { cause: new Error('apply', { cause: withCode('53100') }) })
  assert.match(findStartFailure(wrapped)?.en ?? '', /^The disk is full/)
})

test('a path that may not be written is named', () => {
  const refused = Object.assign(withCode('EACCES'), { path: '/srv/data' })
  assert.match(findStartFailure(refused)?.en ?? '', /may not read or write \/srv\/data/)
})

test('a bug is no failure that a person can mend', () => {
  assert.equal(findStartFailure(new TypeError('x is not a function')), undefined)
  assert.equal(findListenFailure(new Error('x'), { host: '127.0.0.1', port: 80 }), undefined)
  assert.equal(findDatabaseFailure(withCode('42601'), 'postgresql://localhost/x'), undefined)
})

test('a sentence of ours stays as it is', () => {
  const own = new StartFailure('中文', 'English')
  assert.equal(findStartFailure(own), own)
})

test('each way of not reaching a database is told apart, and its password never shows', () => {
  const url = 'postgresql://somebody:s3cret@db.example:5432/city?sslpassword=s3cret'
  const reasons = ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', '28P01', '3D000', '42501', '53300', '57P03'].map(
    (code) => {
      const failure = findDatabaseFailure(withCode(code, `for ${url}`), url)
      assert.ok(failure)
      assert.doesNotMatch(failure.en + failure.zh, /s3cret|somebody/)
      assert.match(failure.en, /db\.example:5432\/city/)
      return failure.en
    },
  )
  assert.equal(new Set(reasons).size, reasons.length)
})

test('a host that is tried under two addresses fails like one', () => {
  const both = new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')])
  assert.match(findDatabaseFailure(both, 'postgresql://localhost/city')?.en ?? '', /nothing answers there/)
})

test('a taken port, one that needs rights, and an address of another machine are told apart', () => {
  const address = { host: '10.9.8.7', port: 80 }
  assert.match(findListenFailure(withCode('EADDRINUSE'), address)?.en ?? '', /^Port 80 is taken/)
  assert.match(findListenFailure(withCode('EACCES'), address)?.en ?? '', /may not use port 80/)
  assert.match(findListenFailure(withCode('EADDRNOTAVAIL'), address)?.en ?? '', /HOST 10\.9\.8\.7/)
})
