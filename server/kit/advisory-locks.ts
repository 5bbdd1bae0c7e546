/** The numbers of PostgreSQL's advisory locks that we take, in one place: two uses of one number wait for each other for ever. */
export const ADVISORY_LOCK = {
  dataFolder: 7_320_640,
  migration: 7_320_641,
  worker: 7_320_642,
  partition: 7_320_643,
  lists: 7_320_647,
  ruleTables: 7_320_650,
  log: 7_320_651,
} as const
