import streets from '../../core/divisions/shanghai-streets.json' with { type: 'json' }

/** The name of a district by its six digits; undefined for people elsewhere or of whom no address is known. */
export function districtName(district: string): string | undefined {
  const names: Readonly<Record<string, string>> = streets.districts
  return names[district]
}
