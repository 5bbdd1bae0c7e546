import { utf8 } from '../../core/bytes.ts'
import type { Photo } from '../identity/persons.ts'
import { chance, chosen } from './chance.ts'

const SKINS = ['#f6d7b8', '#eec39a', '#e0ac7e', '#c98f63']
const HAIRS = ['#1f1a17', '#3a2a20', '#5b4636', '#8a8a8a']
const SHIRTS = ['#2f6f9f', '#5b7f3b', '#9a4f6e', '#c07a2c', '#57518f']
const GROUNDS = ['#eaf2f8', '#f3efe6', '#eaf5ec', '#f5ebf1']
const HAIR_SHAPES = [
  'M26 50c-2-26 10-36 24-36s26 10 24 36c-4-12-8-18-24-18s-20 6-24 18z',
  'M24 62c-6-34 8-50 26-50s32 16 26 50l-6-2c2-16 0-26-6-28-12 4-24 4-30 0-4 4-6 14-4 28z',
  'M27 46c0-22 10-31 23-31s23 9 23 31c-6-9-12-13-23-13s-17 4-23 13z',
]

/** The register's picture of a made-up person: a drawn face in the place of a photo, without a script. */
export function demoPhoto(seed: string, index: number): Photo {
  const pick = (from: readonly string[], what: string) => chosen(from, seed, index, what)
  const eyes = 44 + chance(4, seed, index, 'eyes')
  const smile = 66 + chance(6, seed, index, 'smile')
  const glasses = chance(4, seed, index, 'glasses') === 0
  const svg = [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 120" width="200" height="240">',
    `<rect width="100" height="120" fill="${pick(GROUNDS, 'ground')}"/>`,
    `<path d="M14 120c0-24 14-34 36-34s36 10 36 34z" fill="${pick(SHIRTS, 'shirt')}"/>`,
    `<g fill="${pick(SKINS, 'skin')}"><rect x="42" y="72" width="16" height="20" rx="8"/>`,
    '<ellipse cx="50" cy="52" rx="23" ry="28"/></g>',
    `<path d="${pick(HAIR_SHAPES, 'hair shape')}" fill="${pick(HAIRS, 'hair')}"/>`,
    `<g fill="#222"><circle cx="41" cy="${eyes + 6}" r="2.4"/><circle cx="59" cy="${eyes + 6}" r="2.4"/></g>`,
    glasses
      ? `<g fill="none" stroke="#333" stroke-width="1.5"><circle cx="41" cy="${eyes + 6}" r="7"/><circle cx="59" cy="${eyes + 6}" r="7"/><path d="M48 ${eyes + 6}h4"/></g>`
      : '',
    `<path d="M42 ${smile - 3}q8 ${smile - 60} 16 0" fill="none" stroke="#8c3b2e" stroke-width="2" stroke-linecap="round"/>`,
    '</svg>',
  ].join('')
  return { mediaType: 'image/svg+xml', bytes: utf8(svg) }
}
