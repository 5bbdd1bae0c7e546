import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { typed } from '../test/a-terminal.ts'
import { HELP } from './help.ts'

test('help names every command and every exit code, in the language that is asked for', async () => {
  for (const words of [['--help'], ['-h'], ['help'], ['code', 'verify', '--help'], ['serve', '--help']]) {
    assert.deepEqual(await typed(words), { exitCode: 0, printed: HELP.en, complained: '' })
  }
  for (const [words, env] of [
    [['--help', '--lang', 'zh'], {}],
    [['--help', '--lang=zh'], { LANG: 'en_GB.UTF-8' }],
    [['--help'], { LANG: 'zh_CN.UTF-8' }],
    [['--help'], { LANG: 'en_GB.UTF-8', LC_ALL: 'zh_CN' }],
  ] as const) {
    assert.equal((await typed(words, { env })).printed, HELP.zh)
  }
  const SIGNING = [
    'organisation add',
    'organisation list',
    'organisation revoke',
    'key list',
    'key request',
    'key enrol',
  ]
  for (const command of [
    'source list',
    'source enrolment',
    'serve',
    'migrate',
    'evidence import',
    'colour explain',
    'code verify',
    ...SIGNING,
  ]) {
    assert.ok(HELP.zh.includes(`suishenma ${command}`) && HELP.en.includes(`suishenma ${command}`), command)
  }
  assert.match(HELP.en, /\n {2}0 {2}.*\n {2}1 {2}.*\n {2}2 {2}/)
})

test('a mistake in the command is one sentence and ends with 2', async () => {
  for (const [words, sentence] of [
    [['evidence'], 'there is no command "evidence"'],
    [['paint', 'red'], 'there is no command "paint red"'],
    [['evidence', 'import'], 'name the files to import'],
    [['colour', 'explain'], 'say who it is with --person'],
    [['colour', 'explain', '--person', 'x', '--as-of', 'noon'], '--as-of should read like 2022-04-20T12:00'],
    [['code', 'verify'], 'give the text of one code, or -'],
    [['code', 'verify', 'a', 'b'], 'give the text of one code, or -'],
    [['code', 'verify', 'a', '--colour', 'green'], 'there is no option --colour'],
    [['code', 'verify', 'a', '--keys'], 'the option --keys is not written as it should be'],
    [['migrate', 'now'], 'migrate takes no argument'],
    [['--help', '--lang', 'fr'], '--lang is zh or en'],
  ] as const) {
    const ran = await typed(words)
    assert.deepEqual([ran.exitCode, ran.printed], [2, ''], words.join(' '))
    assert.equal(ran.complained, `${sentence}; see suishenma --help.`)
  }
  const nothing = await typed([])
  assert.deepEqual([nothing.exitCode, nothing.printed], [2, HELP.en])
})

test('a mistake in the configuration is a sentence too, before anything is started', async () => {
  const ran = await typed(['migrate'], { env: { PORT: 'x', DATABASE_URL: 'mysql://' } })
  assert.equal(ran.exitCode, 2)
  assert.match(ran.complained, /DATABASE_URL must be .*\n?.*PORT must be/s)
})

test('the launcher runs the program, hands on what is typed, and ends as the program ends', () => {
  const launcher = fileURLToPath(new URL('suishenma.js', import.meta.url))
  const launch = (words: string[], input = '') =>
    spawnSync(process.execPath, [launcher, ...words], { input, encoding: 'utf8' })
  const help = launch(['--help', '--lang', 'zh'])
  assert.deepEqual([help.status, help.stdout, help.stderr], [0, `${HELP.zh}\n`, ''])
  const wrong = launch(['paint', '--lang', 'en'])
  assert.deepEqual([wrong.status, wrong.stdout], [2, ''])
  const strange = launch(['code', 'verify', '-', '--keys', launcher, '--lang', 'en'], 'hello\n')
  assert.deepEqual(
    [strange.status, strange.stderr],
    [2, `${launcher} is no published list of keys; a server gives it at /keys.\n`],
  )
})
