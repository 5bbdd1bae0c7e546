import { AjvCompiler, type BuildCompilerFromPool } from '@fastify/ajv-compiler'
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'

// Fastify makes a program of every schema before it listens: half a second of a start, for routes of which most are asked for much
// later. Here each is made when it is first needed, which takes some milliseconds once.

interface Validator {
  (data: unknown): unknown
  errors?: unknown
}

type Compile<Made> = (route: never) => Made

/** Validators and serializers as Fastify makes them, each at its first use. */
export function lazySchemas(): { buildValidator: unknown; buildSerializer: unknown } {
  const validators = AjvCompiler() as BuildCompilerFromPool
  const serializers = SerializerSelector()
  return {
    buildValidator: (...asked: Parameters<typeof validators>) =>
      lazyValidator(validators(...asked) as Compile<Validator>),
    buildSerializer: (...asked: Parameters<typeof serializers>) =>
      lazySerializer(serializers(...asked) as Compile<(data: unknown) => string>),
  }
}

function lazyValidator(compile: Compile<Validator>): Compile<Validator> {
  return (route) => {
    let made: Validator | undefined
    const validate: Validator = (data) => {
      made ??= compile(route)
      const verdict = made(data)
      validate.errors = made.errors
      return verdict
    }
    return validate
  }
}

function lazySerializer(compile: Compile<(data: unknown) => string>): Compile<(data: unknown) => string> {
  return (route) => {
    let made: ((data: unknown) => string) | undefined
    return (data) => (made ??= compile(route))(data)
  }
}
